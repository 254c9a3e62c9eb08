# The recipes are what CI runs. Without just installed: npx --yes rust-just RECIPE

set shell := ["bash", "-euo", "pipefail", "-c"]
set positional-arguments

export DOTNET_NOLOGO := "1"
export DOTNET_CLI_TELEMETRY_OPTOUT := "1"

# List the recipes
[private]
default:
    @'{{ just_executable() }}' --justfile '{{ justfile() }}' --list --unsorted

# Start a private PostgreSQL, a silo, a client and live traffic until Ctrl-C; with --import FILE, import and verify
demo *ARGS: _postgres
    @dotnet run -c Release --project src/Bank.Cli -- demo "$@"

# The demo with a local Prometheus, where installed; says where metrics and traces go
observe *ARGS: _postgres
    @dotnet run -c Release --project src/Bank.Cli -- demo --observe "$@"

# Run three silos and two HTTP APIs until Ctrl-C, or for --seconds N; with --production, TLS, a standby, backups, Prometheus
cluster *ARGS: _postgres
    @if [[ " $* " == *" --production "* ]]; then deploy/scripts/ensure-pgbackrest.sh; deploy/scripts/ensure-prometheus.sh; fi
    @dotnet run -c Release --project src/Bank.Cli -- cluster "$@"

# Run every test; the last line is the total
[no-exit-message]
test: (_postgres "--tests") _pgbackrest _prometheus _chromium build
    @tests/run.sh

# Everything that CI checks: lint, format, types, tests
qa: lint _fmt-check ty test

# Build with all analyzers; a warning is an error
lint: build

# Format the code in place
fmt:
    dotnet format Orleans.sln --severity warn

# Check types and nullability: in C# the compiler does, with warnings as errors
ty: build

# Build the solution in Release
build:
    dotnet build Orleans.sln -c Release -v quiet

# Create or upgrade the database schema; arguments go to `orchestrix migrate`
migrate *ARGS:
    @dotnet run -c Release --project src/Orchestrix.Cli -- migrate "$@"

# Run sagas under many seeds with everything that can go wrong: --seeds N, --from SEED, --seed SEED, --story NAME
[no-exit-message]
simulate *ARGS:
    @dotnet run -c Release --project tests/Simulation -- "$@"

# Kill, freeze and cut everything at random under transfers, then account for every cent: --minutes M, --seed S
[no-exit-message]
chaos *ARGS: (_postgres "--programs")
    @dotnet run -c Release --project src/Bank.Cli -- chaos "$@"

# Measure the write path, its baselines and its peers; `quick`: 3 minutes; or `feed`, `sagas`, `sagas-idle`, `seals`, `observability`
bench *ARGS: (_postgres "--programs")
    @tests/Benchmarks/run.sh "$@"

# Measure what one and three silos carry over HTTP, without and with TLS; ends with a line of JSON
capacity *ARGS: (_postgres "--programs")
    @dotnet run -c Release --project src/Bank.Cli -- capacity "$@"

# Measure time and allocations of serialization, fold and append path; arguments go to BenchmarkDotNet
bench-micro *ARGS:
    @dotnet run -c Release --project tests/Benchmarks/Micro -- "$@"

# Measure whether a demo is ready: --profile development|staging|production; or, with --cluster, a production cluster
[no-exit-message]
readiness *ARGS: (_postgres "--programs")
    @if [[ " $* " == *" --cluster "* ]]; then deploy/scripts/ensure-pgbackrest.sh; deploy/scripts/ensure-prometheus.sh; fi
    @dotnet run -c Release --project src/Bank.Cli -- readiness "$@"

# Lose all data under load and restore it from a backup on another server; ends with a line of JSON
[no-exit-message]
backup-drill *ARGS: (_postgres "--programs") _pgbackrest
    @dotnet run -c Release --project src/Bank.Cli -- drill backup "$@"

# Kill the primary under load and promote its synchronous standby; ends with a line of JSON
[no-exit-message]
failover-drill *ARGS: (_postgres "--programs")
    @dotnet run -c Release --project src/Bank.Cli -- drill failover "$@"

# Replace silos and APIs of a revision (default: the newest tag, or the last commit) one by one; ends with a line of JSON
[no-exit-message]
upgrade-drill *ARGS: (_postgres "--programs")
    @previous="$(deploy/scripts/build-previous.sh "${1:-}")"; \
        dotnet run -c Release --project src/Bank.Cli -- drill upgrade --previous "$previous" "${@:2}"

# Look for known vulnerabilities in all packages; needs a feed that tells of them
[no-exit-message]
audit:
    @deploy/scripts/audit-packages.sh

_fmt-check: build
    dotnet format Orleans.sln --verify-no-changes --severity warn --no-restore

_postgres *ARGS:
    @deploy/scripts/ensure-postgres.sh "$@"

_pgbackrest:
    @deploy/scripts/ensure-pgbackrest.sh

_prometheus:
    @deploy/scripts/ensure-prometheus.sh

_chromium:
    @deploy/scripts/ensure-chromium.sh
