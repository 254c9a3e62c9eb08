#!/usr/bin/env bash
# Makes sure that `prometheus`, `promtool` and `alertmanager` (on Debian `prometheus-alertmanager`) can be run on this
# machine. Does nothing if all are there, on PATH or in the directory that ORCHESTRIX_PROMETHEUS_BIN names. Otherwise installs the package on Debian and Ubuntu where it may,
# and elsewhere says what to install.
set -euo pipefail

has_prometheus() {
    # A directory that is named and wrong is reported by the program that uses it.
    if [ -n "${ORCHESTRIX_PROMETHEUS_BIN:-}" ]; then
        return 0
    fi
    command -v prometheus >/dev/null 2>&1 && command -v promtool >/dev/null 2>&1 &&
        { command -v prometheus-alertmanager || command -v alertmanager; } >/dev/null 2>&1
}

give_up() {
    cat >&2 <<'TEXT'
Prometheus or its Alertmanager was not found. Do one of these, then run the command again:
  Debian, Ubuntu   sudo apt-get install prometheus prometheus-alertmanager
  macOS            brew install prometheus alertmanager
  other systems    put `prometheus`, `promtool` (2.42 or newer) and `alertmanager` (0.25 or newer) on PATH, or name
                   their directory in ORCHESTRIX_PROMETHEUS_BIN
TEXT
    exit 1
}

if [ $# -ne 0 ]; then
    echo "usage: $0" >&2
    exit 2
fi
if has_prometheus; then
    exit 0
fi
command -v apt-get >/dev/null 2>&1 || give_up

as_root=(env)
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || give_up
    as_root=(sudo -n env)
fi

echo "Installing the packages prometheus and prometheus-alertmanager." >&2
# Debian starts the services of packages on installation. Only the programs are wanted here, so for the time of the
# installation a policy says no, unless the machine's owner already has one.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod +x "$policy"
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi
"${as_root[@]}" apt-get update >&2
"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    prometheus prometheus-alertmanager >&2
has_prometheus || give_up
