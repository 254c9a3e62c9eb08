#!/usr/bin/env bash
# Makes sure that a PostgreSQL server can be started or reached on this machine. Does nothing if one of these holds:
# ORCHESTRIX_POSTGRES names a server, server programs are installed, or Docker answers. Otherwise installs the package
# on Debian and Ubuntu where it may, and elsewhere says what to install.
#
# With --programs, only installed programs count. With --tests, the connection pooler pgbouncer is needed as well: tests
# start, stop and kill servers and poolers of their own.
set -euo pipefail

programs_only=false needs_pooler=false
case "$*" in
    '') ;;
    --programs) programs_only=true ;;
    --tests) programs_only=true needs_pooler=true ;;
    *) echo "usage: $0 [--programs | --tests]" >&2 && exit 2 ;;
esac

has_server_programs() {
    # A directory that is named and wrong is reported by the program that uses it.
    if [ -n "${ORCHESTRIX_PG_BIN:-}" ]; then
        return 0
    fi
    if command -v postgres >/dev/null 2>&1 && command -v initdb >/dev/null 2>&1; then
        return 0
    fi
    local folder
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin \
        /usr/local/opt/postgresql*/bin /Applications/Postgres.app/Contents/Versions/latest/bin; do
        if [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ]; then
            return 0
        fi
    done
    return 1
}

has_docker() {
    command -v docker >/dev/null 2>&1 && docker info >/dev/null 2>&1
}

has_pooler() {
    ! $needs_pooler || command -v pgbouncer >/dev/null 2>&1 || [ -x /usr/sbin/pgbouncer ]
}

give_up() {
    has_server_programs || cat >&2 <<'TEXT'
PostgreSQL was not found. Do one of these, then run the command again:
  Debian, Ubuntu   sudo apt-get install postgresql
  macOS            brew install postgresql
  other systems    install the PostgreSQL 15 (or newer) server and put `postgres` and `initdb` on PATH
TEXT
    $programs_only || cat >&2 <<'TEXT'
  Docker           start it; a container is used if no server programs are installed
  a server         set ORCHESTRIX_POSTGRES to a connection string of a database that may be filled with test data
TEXT
    has_pooler || cat >&2 <<'TEXT'
The connection pooler pgbouncer was not found, and the tests need it. Install the package pgbouncer (apt-get, brew), or
put the program on PATH, then run the command again.
TEXT
    exit 1
}

if has_server_programs && has_pooler; then
    exit 0
fi
if ! $programs_only && { [ -n "${ORCHESTRIX_POSTGRES:-}" ] || has_docker; }; then
    exit 0
fi
command -v apt-get >/dev/null 2>&1 || give_up

as_root=(env)
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || give_up
    as_root=(sudo -n env)
fi

packages=()
has_server_programs || packages+=(postgresql)
has_pooler || packages+=(pgbouncer)
echo "Installing the missing packages: ${packages[*]}." >&2

# Removes what was put there for the time of the installation.
placed=()
clean_up() {
    [ "${#placed[@]}" -eq 0 ] || "${as_root[@]}" rm -f "${placed[@]}"
}
trap clean_up EXIT
# Debian creates and starts a cluster called main on installation, and starts a pooler. We start private ones only, so
# that is turned off, unless the machine's owner already has a configuration of clusters or of what may be started.
drop_in=/etc/postgresql-common/createcluster.d/orchestrix.conf
"${as_root[@]}" mkdir -p "$(dirname "$drop_in")"
echo "create_main_cluster = false" | "${as_root[@]}" tee "$drop_in" >/dev/null
placed+=("$drop_in")
policy=/usr/sbin/policy-rc.d
if ! has_pooler && [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
    placed+=("$policy")
fi
"${as_root[@]}" apt-get update >&2
"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}" >&2
has_server_programs && has_pooler || give_up
