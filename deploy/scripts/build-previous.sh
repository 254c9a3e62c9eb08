#!/usr/bin/env bash
# Builds silo and client of an earlier commit into a folder and prints its path: build-previous.sh [REVISION] [FOLDER].
# Without REVISION it is the newest tag, and before the first tag, the parent of the newest commit.
set -euo pipefail

repository="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$repository"
revision="${1:-$(git describe --tags --abbrev=0 2>/dev/null || echo HEAD~1)}"
commit="$(git rev-parse --verify --quiet "$revision^{commit}")" || {
    echo "build-previous: $revision is no commit of this repository; name a tag or commit." >&2
    exit 1
}
folder="${2:-${TMPDIR:-/tmp}/orchestrix-previous-$(id -u)}/$commit"
if [[ ! -f "$folder/.built" ]]; then
    source="$(mktemp -d)"
    trap 'git worktree remove --force "$source/tree" >/dev/null 2>&1 || true; rm -rf "$source"' EXIT
    git worktree add --quiet --detach "$source/tree" "$commit" >&2
    for project in silo client; do
        dotnet build "$source/tree/$project" -c Release -v quiet --nologo -o "$folder/$project" >&2
    done
    touch "$folder/.built"
fi
echo "$folder"
