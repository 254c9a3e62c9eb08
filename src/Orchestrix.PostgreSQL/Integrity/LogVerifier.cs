using System.Runtime.CompilerServices;
using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>
/// Compares a log with its seals: computes the digest of every event anew, in parallel, and names the first that does
/// not fit. Reads only; silos may run, and a standby will do. The end is chosen at the start.
/// </summary>
/// <param name="source">A role that may read the log.</param>
/// <param name="parallel">Most ranges that are compared at once, each on a connection.</param>
internal sealed class LogVerifier(NpgsqlDataSource source, int parallel)
{
    private const short Shard = 0;

    // Positions of one range: statements are short, and memory is some 20 MB for each at worst.
    private const long RangeSize = 20_000;

    private readonly Lock _gate = new();
    private long _compared;
    private LogFinding? _first;

    /// <summary>Events compared so far; may be read meanwhile.</summary>
    public long Compared => Interlocked.Read(ref _compared);

    /// <summary>Verifies the log from its beginning, or behind a place up to which it was verified.</summary>
    /// <param name="anchor">A place whose hash must be what it was; <see cref="LogAnchor.Start"/> if none.</param>
    /// <param name="isWhole">False compares only what lies behind the anchor.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Errors.EventStoreUnavailableException">The log cannot be read.</exception>
    public async Task<VerifyResult> RunAsync(LogAnchor anchor, bool isWhole, CancellationToken cancellationToken)
    {
        var (end, head) = await ReadEndsAsync(cancellationToken).ConfigureAwait(false);
        var after = isWhole ? LogAnchor.Start : anchor;
        if (await CheckAnchorAsync(anchor, head, cancellationToken).ConfigureAwait(false) is { } replaced)
            return new VerifyResult(after.Position, end, head, 0, replaced);
        await CompareAsync(after, end, cancellationToken).ConfigureAwait(false);
        var finding = await FindStrayAsync(cancellationToken).ConfigureAwait(false)
            ?? _first
            ?? await FindGapAsync(end.Position, head, cancellationToken).ConfigureAwait(false);
        return new VerifyResult(after.Position, end, head, Compared, finding);
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
            var (finding, events) = await source.RunAsync(
                connection => new RangeComparison(connection, Shard).RunAsync(range, token), token)
                .ConfigureAwait(false);
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
            var seals = await source.RunAsync(
                connection => connection.ReadAsync(
                    IntegrityStatements.ListSeals, [Value(Shard), Value(from), Value(Math.Min(to, from + RangeSize))],
                    static reader => new LogAnchor(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)),
                    cancellationToken),
                cancellationToken).ConfigureAwait(false);
            // No seal ends so soon: one is missing, which the comparison will say.
            var last = seals.Count > 0 ? seals[^1] : new LogAnchor(Math.Min(to, from + RangeSize), []);
            yield return new SealedRange(from, start.Hash, last.Position);
            start = last;
        }
    }

    private async Task<(LogAnchor End, long Head)> ReadEndsAsync(CancellationToken cancellationToken)
    {
        var rows = await source.RunAsync(
            connection => connection.ReadAsync(
                IntegrityStatements.LastSeal, [Value(Shard)],
                static reader => (
                    reader.IsDBNull(0)
                        ? LogAnchor.Start
                        : new LogAnchor(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)),
                    reader.IsDBNull(2) ? 0 : reader.GetInt64(2)),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return rows.Single();
    }

    private async Task<LogFinding?> CheckAnchorAsync(LogAnchor anchor, long head, CancellationToken cancellationToken)
    {
        if (anchor.Position == 0)
            return null;
        var hashes = await source.RunAsync(
            connection => connection.ReadAsync(
                IntegrityStatements.SealAt, [Value(Shard), Value(anchor.Position)],
                static reader => reader.GetFieldValue<byte[]>(0), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (hashes.Count > 0 && hashes[0].AsSpan().SequenceEqual(anchor.Hash))
            return null;
        return head < anchor.Position
            ? new LogFinding(FindingKind.Replaced, head + 1,
                $"The log ends at position {head} and was verified up to {anchor.Position}: it was restored as of an "
                + "earlier time, or cut.")
            : new LogFinding(FindingKind.Replaced, anchor.Position,
                $"The log up to position {anchor.Position} is sealed with another hash than when it was verified: it "
                + "was restored as of an earlier time and written on, or changed and sealed anew.");
    }

    private async Task<LogFinding?> FindStrayAsync(CancellationToken cancellationToken)
    {
        var strays = await source.RunAsync(
            connection => connection.ReadAsync(
                IntegrityStatements.FindStray, [Value(Shard)],
                static reader => (Shard: reader.GetInt16(0), Position: reader.GetInt64(1)), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (strays is not [var stray])
            return null;
        var finding = new LogFinding(FindingKind.Inserted, stray.Position,
            $"Event at position {stray.Position} of shard {stray.Shard}, where no append puts one.");
        return await source.RunAsync(
            connection => Evidence.AddAsync(connection, stray.Shard, finding, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<LogFinding?> FindGapAsync(long after, long head, CancellationToken cancellationToken)
    {
        var gaps = await source.RunAsync(
            connection => connection.ReadAsync(
                IntegrityStatements.FindGap, [Value(Shard), Value(after), Value(head)],
                static reader => reader.GetInt64(0), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return gaps is [var position]
            ? new LogFinding(
                FindingKind.Missing, position, $"No event is at position {position}, which no seal covers.")
            : null;
    }
}
