#!/usr/bin/env bash
# Makes sure that Chromium is installed, which the browser tests drive. Does nothing if it is, or if ORCHESTRIX_CHROMIUM
# names a browser. Otherwise installs the package on Debian and Ubuntu where it may, and elsewhere says what to install.
set -euo pipefail

has_chromium() {
    [ -n "${ORCHESTRIX_CHROMIUM:-}" ] && return 0
    local name
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

give_up() {
    cat >&2 <<'TEXT'
Chromium was not found, and the browser tests need it. Do one of these, then run the command again:
  Debian           sudo apt-get install chromium
  macOS            brew install --cask google-chrome, and set ORCHESTRIX_CHROMIUM to the path of its program
  other systems    install Chromium or Chrome, and put `chromium` on PATH or its path into ORCHESTRIX_CHROMIUM
TEXT
    exit 1
}

has_chromium && exit 0
command -v apt-get >/dev/null 2>&1 || give_up

as_root=(env)
if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || give_up
    as_root=(sudo -n env)
fi

echo "Chromium was not found; installing the package chromium." >&2
"${as_root[@]}" apt-get update >&2
"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium >&2
has_chromium || give_up
