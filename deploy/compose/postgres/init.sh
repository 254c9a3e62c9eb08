#!/bin/bash
# Runs once, when the volume is empty: roles, database, and who may connect for replication.
set -euo pipefail

secret() { cat "/run/secrets/$1"; }
psql --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --set owner="$(secret owner-password)" --set app="$(secret application-password)" \
    --set replication="$(secret replication-password)" <<'SQL'
-- The replica that later commits wait for is made of this database, and cannot be there yet.
set synchronous_commit = local;
create role orchestrix_owner login password :'owner';
create role orchestrix_app login password :'app';
-- Whoever is to read becomes a member: create role report login password '...' in role orchestrix_reader;
create role orchestrix_reader;
create role replicator login replication password :'replication';
-- Not needed to serve: shows statistics of replication, and no data, to readiness and alerts.
grant pg_read_all_stats to orchestrix_app;
create database bank owner orchestrix_owner;
revoke all on database bank from public;
grant connect on database bank to orchestrix_app, orchestrix_reader;
SQL
# Over the network with TLS only.
sed --in-place 's/^host /hostssl /' "$PGDATA/pg_hba.conf"
echo "hostssl replication replicator samenet scram-sha-256" >> "$PGDATA/pg_hba.conf"
