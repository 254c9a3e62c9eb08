#!/bin/sh
# Makes an authority and the certificates of silos, clients, PostgreSQL and PgBouncer, good for a year, into a directory:
#   make-cluster-certificates.sh DIRECTORY
# For one machine or a trial; an installation has a certificate manager. Asks openssl alone.
set -eu
directory=${1:?Usage: $0 DIRECTORY}
umask 077
mkdir -p "$directory"
cd "$directory"
# The authority's key is deleted at the end: whoever has it can join the cluster. To renew, run this again.
openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -days 365 -subj "/CN=Orchestrix cluster" -out ca.crt \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign"

# issue NAME USES [DNS names]
issue() {
    mkdir -p "$1"
    openssl ecparam -name prime256v1 -genkey -noout -out "$1/tls.key"
    openssl req -new -key "$1/tls.key" -subj "/CN=$1" -out "$1/tls.csr"
    printf 'extendedKeyUsage=%s\n' "$2" > extensions
    [ -z "${3:-}" ] || printf 'subjectAltName=%s\n' "$3" >> extensions
    openssl x509 -req -in "$1/tls.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 \
        -extfile extensions -out "$1/tls.crt"
    cp ca.crt "$1/ca.crt"
    rm "$1/tls.csr"
}

issue silo serverAuth,clientAuth DNS:orchestrix-silo
issue client clientAuth
# For servers alone: with it nobody can call a silo.
issue postgres serverAuth DNS:postgres,DNS:replica
issue pgbouncer serverAuth DNS:pgbouncer
rm -f ca.key ca.srl extensions
