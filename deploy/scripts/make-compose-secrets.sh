#!/bin/sh
# Makes random passwords and the files that the composition takes its secrets from, into a directory, and .env beside it:
#   make-compose-secrets.sh DIRECTORY HASH ID EXPIRES_AT
# The last three are of an entry of `bank keys new compose --role admin`. Passwords that are there stay; the key is the
# one that is given; the size of the database's disk is measured once.
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

# replace NAME TEXT: a file that is there keeps its owner.
replace() {
    touch "$1"
    chmod 0600 "$1"
    printf '%s\n' "$2" > "$1"
}

for name in postgres owner application replication grafana; do
    write "$name-password" "$(openssl rand -hex 24)"
done
password=$(cat application-password)
verified='SSL Mode=VerifyFull;Root Certificate=/run/tls/ca.crt'
write application "Host=pgbouncer;Port=6432;Database=bank;Username=orchestrix_app;Password=$password;$verified"
write owner "Host=postgres;Database=bank;Username=orchestrix_owner;Password=$(cat owner-password);$verified"
write redaction-key "$(openssl rand -base64 32)"
replace api-key-hash "$hash"
chmod 0400 api-key-hash
# What else is in it, such as the version, stays.
others=$(grep -v -e '^APP_PASSWORD=' -e '^API_KEY_ID=' -e '^API_KEY_EXPIRES_AT=' ../.env 2>/dev/null || true)
case $others in
    *DATABASE_CAPACITY_BYTES=*) ;;
    *)
        store=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null || true)
        [ -n "$store" ] && [ -d "$store" ] || store=.
        size=$(df -Pk "$store" | awk 'NR == 2 { printf "%.0f", $2 * 1024 }')
        others="DATABASE_CAPACITY_BYTES=$size${others:+
$others}"
        ;;
esac
replace ../.env "APP_PASSWORD=$password
API_KEY_ID=$id
API_KEY_EXPIRES_AT=$ends
$others"
