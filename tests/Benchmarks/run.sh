#!/usr/bin/env bash
# Builds the benchmark and runs a suite of it: the write path by default, or one of those below. The peers have
# dependencies of their own; if they cannot be built, the run goes on without them and says so.
set -euo pipefail
cd "$(dirname "$0")/../.."

benchmarks=tests/Benchmarks
mkdir -p artifacts
dotnet build "$benchmarks/Bench" -c Release -v quiet >&2

# What has no peers.
case "${1:-}" in feed | sagas | sagas-idle | seals | observability)
    exec dotnet "$benchmarks/Bench/bin/Release/net10.0/Orchestrix.Benchmarks.dll" "$@"
    ;;
esac

peers=()
if [ ! -d "$benchmarks/Peers" ]; then
    peers=(--no-peers)
elif ! dotnet build "$benchmarks/Peers" -c Release -v quiet >artifacts/bench-peers-build.log 2>&1; then
    echo "The peers do not build (see artifacts/bench-peers-build.log); the run goes on without them." >&2
    peers=(--no-peers)
fi
exec dotnet "$benchmarks/Bench/bin/Release/net10.0/Orchestrix.Benchmarks.dll" run "$@" "${peers[@]}"
