using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Integrity;
using Orchestrix.Readiness;
using static Orchestrix.Readiness.CheckSeverity;
using static Orchestrix.Readiness.ReadinessProfile;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>
/// Compares a part of the log with its seals, a next one each time. Beside the other checks of the database, so that
/// they need not wait for it.
/// </summary>
internal sealed class IntegrityReadiness(
    NpgsqlDataSource source, IOptions<PostgreSQLOptions> store, TimeProvider time)
    : IReadinessSource
{
    private static readonly ReadinessCheck _integrity = new(
        "persistence.integrity", "The log is what was sealed", Critical, Development,
        "An event that somebody has changed is believed by everybody who reads it. Each run compares what is new, and "
        + "a part of what is old in turn; no event may be without a seal for more than a minute.",
        "Run `orchestrix verify --whole` with the anchor, and go on as docs/operating/log-integrity.md says.");

    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    private readonly IncrementalVerifier _verifier = new(source, time);

    /// <inheritdoc/>
    public IReadOnlyList<ReadinessCheck> Checks { get; } = [_integrity];

    /// <inheritdoc/>
    public async IAsyncEnumerable<CheckResult> RunAsync(
        ReadinessProfile profile, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Judge(await _verifier.RunAsync(cancellationToken).ConfigureAwait(false));
    }

    private CheckResult Judge(IncrementalResult result)
    {
        var allowed = store.Value.SealInterval + Leeway;
        var isLate = result.State.UnsealedFor > allowed;
        var evidence = string.Create(
            CultureInfo.InvariantCulture,
            $"{Compared(result)}; sealed up to position {result.State.End.Position:N0}; {Unsealed(result.State)}"
            + $"{(isLate ? $", and {allowed.TotalSeconds:0} s are allowed" : "")}");
        return _integrity.Judge(result.Finding is null && !isLate, evidence);
    }

    private static string Compared(IncrementalResult result)
    {
        if (result.Finding is { } finding)
            return finding.Message.TrimEnd('.');
        var parts = result.Parts.Where(static part => part.To.Position > part.After).Select(static part =>
            string.Create(CultureInfo.InvariantCulture, $"{part.After + 1:N0} to {part.To.Position:N0}")).ToArray();
        return parts.Length == 0 ? "nothing to compare" : $"positions {string.Join(" and ", parts)} are as sealed";
    }

    private static string Unsealed(LogState state) => state.UnsealedFor is { } age
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{state.Unsealed:N0} without a seal, the oldest of them for {age.TotalSeconds:0.0} s")
        : "none without a seal";
}
