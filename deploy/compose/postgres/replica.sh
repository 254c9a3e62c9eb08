#!/bin/bash
# Copies the primary once, then follows it. The name is the one in the primary's synchronous_standby_names.
set -euo pipefail

data=/var/lib/postgresql/data
if [[ ! -s "$data/PG_VERSION" ]]; then
    rm -rf "${data:?}"/*
    pg_basebackup --dbname "host=postgres user=replicator application_name=replica password=$PGPASSWORD" \
        --pgdata "$data" --wal-method stream --write-recovery-conf --checkpoint fast
    chmod 700 "$data"
fi
exec postgres -D "$data" -c hot_standby=on
