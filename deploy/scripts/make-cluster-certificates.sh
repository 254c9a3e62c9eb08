#!/bin/sh
# Makes an authority and the certificates of silos and clients, good for a year, into a directory:
#   make-cluster-certificates.sh DIRECTORY
# For one machine or a trial; an installation has a certificate manager. Asks openssl alone.
set -eu
directory=${1:?Usage: $0 DIRECTORY}
umask 077
mkdir -p "$directory/silo" "$directory/client"
cd "$directory"
# The authority's key is deleted at the end: whoever has it can join the cluster. To renew, run this again.
openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -days 365 -subj "/CN=Orchestrix cluster" -out ca.crt \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign"
for program in silo client; do
    openssl ecparam -name prime256v1 -genkey -noout -out "$program/tls.key"
    openssl req -new -key "$program/tls.key" -subj "/CN=$program" -out "$program/tls.csr"
    if [ "$program" = silo ]; then
        printf 'extendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=DNS:orchestrix-silo\n' > extensions
    else
        printf 'extendedKeyUsage=clientAuth\n' > extensions
    fi
    openssl x509 -req -in "$program/tls.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 \
        -extfile extensions -out "$program/tls.crt"
    cp ca.crt "$program/ca.crt"
    rm "$program/tls.csr"
done
rm -f ca.key ca.srl extensions
