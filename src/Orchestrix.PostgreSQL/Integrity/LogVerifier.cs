using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>
/// Compares a log with its seals: computes the digest of every event anew, in parallel, and names the first that does
/// not fit. Reads only; silos may run, and a standby will do. The end is chosen at the start.
/// </summary>
/// <param name="source">A role that may read the log.</param>
/// <param name="parallel">Most ranges that are compared at once, each on a connection.</param>
internal sealed class LogVerifier(NpgsqlDataSource source, int parallel)
{
    /// <summary>How long an event may be without a seal, unless somebody says otherwise.</summary>
    public static readonly TimeSpan DefaultMaxUnsealed = TimeSpan.FromMinutes(5);

    // Positions of one range: statements are short, and memory is some 20 MB for each at worst.
    private const long RangeSize = 20_000;

    private readonly SealedLog _log = new(source);
    private readonly Lock _gate = new();
    private long _compared;
    private LogFinding? _first;

    /// <summary>Events compared so far; may be read meanwhile.</summary>
    public long Compared => Interlocked.Read(ref _compared);

    /// <summary>How long an event may be without a seal before seals are missing.</summary>
    public TimeSpan MaxUnsealed { get; init; } = DefaultMaxUnsealed;

    /// <summary>Verifies the log from its beginning, or behind a place up to which it was verified.</summary>
    /// <param name="anchor">A place whose hash must be what it was; <see cref="LogAnchor.Start"/> if none.</param>
    /// <param name="isWhole">False compares only what lies behind the anchor.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Errors.EventStoreUnavailableException">The log cannot be read.</exception>
    public async Task<VerifyResult> RunAsync(LogAnchor anchor, bool isWhole, CancellationToken cancellationToken)
    {
        var state = await _log.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        var after = isWhole ? LogAnchor.Start : anchor;
        var replaced = await _log.CheckAnchorAsync(anchor, state.Head, cancellationToken).ConfigureAwait(false);
        if (replaced is not null)
            return new VerifyResult(after.Position, state, 0, replaced);
        await CompareAsync(after, state.End, cancellationToken).ConfigureAwait(false);
        var (before, elsewhere) = await _log.FindStraysAsync(cancellationToken).ConfigureAwait(false);
        var finding = before
            ?? _first
            // A gap says why what lies behind it has no seal.
            ?? await _log.FindGapAsync(state, cancellationToken).ConfigureAwait(false)
            ?? await FindUnsealedAsync(state, cancellationToken).ConfigureAwait(false)
            ?? elsewhere;
        return new VerifyResult(after.Position, state, Compared, finding);
    }

    private async Task CompareAsync(LogAnchor after, LogAnchor end, CancellationToken cancellationToken)
    {
        var limits = new ParallelOptions
        {
            MaxDegreeOfParallelism = parallel,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(RangesAsync(after, end.Position, cancellationToken), limits, async (range, token) =>
        {
            // Only what lies before a finding can still be the first one.
            if (Volatile.Read(ref _first) is { } first && first.Position <= range.After)
                return;
            var (finding, events) = await _log.CompareAsync(range, token).ConfigureAwait(false);
            Interlocked.Add(ref _compared, events);
            if (finding is not null)
                Keep(finding);
        }).ConfigureAwait(false);
    }

    private void Keep(LogFinding finding)
    {
        lock (_gate)
        {
            if (_first is null || finding.Position < _first.Position)
                _first = finding;
        }
    }

    private async IAsyncEnumerable<SealedRange> RangesAsync(
        LogAnchor after, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = after;
        while (start.Position < to)
        {
            var from = start.Position;
            var limit = Math.Min(to, from + RangeSize);
            var seals = await _log.ListSealsAsync(from, limit, cancellationToken).ConfigureAwait(false);
            // No seal ends so soon: one is missing, which the comparison will say.
            var last = seals.Count > 0 ? seals[^1] : new LogAnchor(limit, []);
            yield return new SealedRange(from, start.Hash, last.Position);
            start = last;
        }
    }

    private async Task<LogFinding?> FindUnsealedAsync(LogState state, CancellationToken cancellationToken)
    {
        if (state.UnsealedFor is not { } age || age <= MaxUnsealed)
            return null;
        var finding = new LogFinding(FindingKind.SealMissing, state.End.Position + 1, string.Create(
            CultureInfo.InvariantCulture,
            $"No seal covers the log from position {state.End.Position + 1} to {state.Head}, whose first event was "
            + $"recorded {age.TotalSeconds:0} s ago; {MaxUnsealed.TotalSeconds:0} s are allowed. Either no silo has "
            + $"sealed since, or seals were removed: nothing proves what stands there."));
        return await _log.DescribeAsync(SealedLog.Shard, finding, cancellationToken).ConfigureAwait(false);
    }
}
