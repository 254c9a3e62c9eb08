#!/bin/sh
# Makes random passwords and the files that the composition takes its secrets from, into a directory, and .env beside it:
#   make-compose-secrets.sh DIRECTORY HASH ID EXPIRES_AT
# The last three are of an entry of `bank keys new compose --role admin`. Files that are there stay.
set -eu
usage="Usage: $0 DIRECTORY HASH ID EXPIRES_AT"
directory=${1:?$usage} hash=${2:?$usage} id=${3:?$usage} ends=${4:?$usage}
umask 077
mkdir -p "$directory"
cd "$directory"

# write NAME TEXT
write() {
    [ -e "$1" ] || printf '%s\n' "$2" > "$1"
    chmod 0400 "$1"
}

for name in postgres owner application replication grafana; do
    write "$name-password" "$(openssl rand -hex 24)"
done
verified='SSL Mode=VerifyFull;Root Certificate=/run/tls/ca.crt'
write application "Host=pgbouncer;Port=6432;Database=bank;Username=orchestrix_app;Password=$(cat application-password);$verified"
write owner "Host=postgres;Database=bank;Username=orchestrix_owner;Password=$(cat owner-password);$verified"
write redaction-key "$(openssl rand -base64 32)"
write api-key-hash "$hash"
printf 'APP_PASSWORD=%s\nAPI_KEY_ID=%s\nAPI_KEY_EXPIRES_AT=%s\n' "$(cat application-password)" "$id" "$ends" > ../.env
