#!/usr/bin/env bash
# Makes sure that pgBackRest is installed. Installs the package on Debian and Ubuntu where it may, and elsewhere says
# what to install. The package creates no schedule and touches no server.
set -euo pipefail

if command -v pgbackrest >/dev/null 2>&1; then
    exit 0
fi

give_up() {
    cat >&2 <<'TEXT'
pgBackRest was not found. Do one of these, then run the command again:
  Debian, Ubuntu   sudo apt-get install pgbackrest
  Fedora, RHEL     sudo dnf install pgbackrest
  other systems    install pgBackRest 2.45 or newer and put `pgbackrest` on PATH
TEXT
    exit 1
}

command -v apt-get >/dev/null 2>&1 || give_up

as_root=(env)
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || give_up
    as_root=(sudo -n env)
fi

echo "pgBackRest was not found; installing the package pgbackrest." >&2
"${as_root[@]}" apt-get update >&2
"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends pgbackrest >&2
command -v pgbackrest >/dev/null 2>&1 || give_up
