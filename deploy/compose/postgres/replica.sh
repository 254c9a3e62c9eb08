#!/bin/bash
# Copies the primary once, then follows it. The name is the one in the primary's synchronous_standby_names.
set -euo pipefail

data=/var/lib/postgresql/data
if [[ ! -s "$data/PG_VERSION" ]]; then
    rm -rf "${data:?}"/*
    # The password is written into the copy's settings; those are the server's alone.
    connection="host=postgres user=replicator application_name=replica sslmode=verify-full sslrootcert=/run/tls/ca.crt"
    password=$(cat /run/secrets/replication-password)
    PGPASSWORD=$password pg_basebackup --dbname "$connection" \
        --pgdata "$data" --wal-method stream --write-recovery-conf --checkpoint fast
    chmod 700 "$data"
fi
exec postgres -D "$data" -c hot_standby=on -c ssl=on -c ssl_cert_file=/run/tls/tls.crt -c ssl_key_file=/run/tls/tls.key
