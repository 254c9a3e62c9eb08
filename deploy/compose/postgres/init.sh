#!/bin/bash
# Runs once, when the volume is empty: roles, database, and who may connect for replication.
set -euo pipefail

psql --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" --set replication="$REPLICATION_PASSWORD" <<'SQL'
create role orchestrix_owner login password :'owner';
create role orchestrix_app login password :'app';
create role replicator login replication password :'replication';
create database bank owner orchestrix_owner;
revoke all on database bank from public;
grant connect on database bank to orchestrix_app;
SQL
echo "host replication replicator samenet scram-sha-256" >> "$PGDATA/pg_hba.conf"
