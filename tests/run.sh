#!/usr/bin/env bash
# Runs every test of the solution, which must have been built in Release, and ends with the true total alone on the
# last line: `N passed, N failed`, with `, N skipped` if there are any. Fails if a test failed, if a test host died or
# hung, or if nothing ran. The counts are those of the reports that the test hosts write.
set -euo pipefail
cd "$(dirname "$0")/.."

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

# One test host at a time: several of them start a database, stop it and watch deadlines.
status=0
dotnet test --solution Orleans.sln -c Release --no-build --no-progress --max-parallel-test-modules 1 \
    --timeout 45m --report-xunit-trx --results-directory "$results" "$@" || status=$?

passed=0 failed=0 skipped=0 reports=0
count() { # count NAME LINE prints the attribute NAME of LINE, or 0
    local value
    value=$(printf '%s' "$2" | sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p")
    printf '%s' "${value:-0}"
}
for report in "$results"/*.trx; do
    [ -f "$report" ] || continue
    counters=$(tr '\n' ' ' <"$report" | grep -aoE '<Counters [^>]*>') || continue
    reports=$((reports + 1))
    passed=$((passed + $(count passed "$counters")))
    failed=$((failed + $(count failed "$counters") + $(count error "$counters") + $(count timeout "$counters")))
    skipped=$((skipped + $(count notExecuted "$counters")))
done

# A test host that dies writes no report: each missing one counts as a failure.
hosts=$(grep -lE '"xunit\.v3\.mtp-v2"' tests/*/*.csproj | wc -l | tr -d ' ')
if [ "$reports" -lt "$hosts" ]; then
    echo "$((hosts - reports)) of $hosts test hosts ended without a whole report; see the output above." >&2
    failed=$((failed + hosts - reports))
elif [ "$((passed + failed))" -eq 0 ]; then
    echo "No test ran." >&2
    failed=1
elif [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
    echo "All tests passed, but a test host ended with an error; see the output above." >&2
    failed=1
fi

total="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || total="$total, $skipped skipped"
echo "$total"
[ "$failed" -eq 0 ]
