using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>What a verification asks of a log, apart from its events; each question takes milliseconds.</summary>
/// <param name="source">A role that may read the log.</param>
internal sealed class SealedLog(NpgsqlDataSource source)
{
    /// <summary>The shard that has the log.</summary>
    public const short Shard = 0;

    /// <summary>How far the log is sealed now.</summary>
    public async Task<LogState> ReadStateAsync(CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(
            IntegrityStatements.LastSeal, [Value(Shard)],
            static reader => new LogState(
                reader.IsDBNull(0)
                    ? LogAnchor.Start
                    : new LogAnchor(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)),
                reader.IsDBNull(2) ? 0 : reader.GetInt64(2),
                reader.IsDBNull(3) ? null : TimeSpan.FromSeconds(reader.GetDouble(3))),
            cancellationToken).ConfigureAwait(false);
        return rows.Single();
    }

    /// <summary>The ends of the seals behind one position and up to another.</summary>
    public Task<List<LogAnchor>> ListSealsAsync(long after, long to, CancellationToken cancellationToken) =>
        ReadAsync(
            IntegrityStatements.ListSeals, [Value(Shard), Value(after), Value(to)], ReadAnchor, cancellationToken);

    /// <summary>The end of the last seal up to a position; the beginning of the log if there is none.</summary>
    public async Task<LogAnchor> FindSealUpToAsync(long position, CancellationToken cancellationToken)
    {
        var seals = await ReadAsync(
            IntegrityStatements.SealUpTo, [Value(Shard), Value(position)], ReadAnchor, cancellationToken)
            .ConfigureAwait(false);
        return seals is [var seal] ? seal : LogAnchor.Start;
    }

    /// <summary>Says what is wrong if a place does not have the hash that it had.</summary>
    public async Task<LogFinding?> CheckAnchorAsync(
        LogAnchor anchor, long head, CancellationToken cancellationToken)
    {
        if (await source.RunAsync(
            connection => anchor.IsInAsync(connection, Shard, cancellationToken), cancellationToken)
            .ConfigureAwait(false))
        {
            return null;
        }
        return head < anchor.Position
            ? new LogFinding(FindingKind.Replaced, head + 1,
                $"The log ends at position {head} and was verified up to {anchor.Position}: it was restored as of an "
                + "earlier time, or cut.")
            : new LogFinding(FindingKind.Replaced, anchor.Position,
                $"The log up to position {anchor.Position} is sealed with another hash than when it was verified: it "
                + "was restored as of an earlier time and written on, or changed and sealed anew.");
    }

    /// <summary>Events where no append puts one: before the first of this shard, and in another shard.</summary>
    public async Task<(LogFinding? Here, LogFinding? Elsewhere)> FindStraysAsync(CancellationToken cancellationToken)
    {
        var strays = await ReadAsync(
            IntegrityStatements.FindStray, [Value(Shard)],
            static reader => (Shard: reader.GetInt16(0), Position: reader.GetInt64(1)), cancellationToken)
            .ConfigureAwait(false);
        var (here, elsewhere) = ((LogFinding?)null, (LogFinding?)null);
        foreach (var (shard, position) in strays)
        {
            var finding = await DescribeAsync(
                shard,
                new LogFinding(FindingKind.Inserted, position,
                    $"Event at position {position} of shard {shard}, where no append puts one."),
                cancellationToken).ConfigureAwait(false);
            if (shard == Shard)
                here = finding;
            else
                elsewhere ??= finding;
        }
        return (here, elsewhere);
    }

    /// <summary>The first position behind the seals that has not exactly one event.</summary>
    public async Task<LogFinding?> FindGapAsync(LogState state, CancellationToken cancellationToken)
    {
        var gaps = await ReadAsync(
            IntegrityStatements.FindGap, [Value(Shard), Value(state.End.Position), Value(state.Head)],
            static reader => reader.GetInt64(0), cancellationToken).ConfigureAwait(false);
        return gaps is [var position]
            ? new LogFinding(
                FindingKind.Missing, position, $"No event is at position {position}, which no seal covers.")
            : null;
    }

    /// <summary>Adds which event stands at the position of a finding.</summary>
    public Task<LogFinding> DescribeAsync(short shard, LogFinding finding, CancellationToken cancellationToken) =>
        source.RunAsync(
            connection => Evidence.AddAsync(connection, shard, finding, cancellationToken), cancellationToken);

    /// <summary>Compares the events of a range with its seals.</summary>
    public Task<(LogFinding? Finding, long Events)> CompareAsync(
        SealedRange range, CancellationToken cancellationToken) =>
        source.RunAsync(
            connection => new RangeComparison(connection, Shard).RunAsync(range, cancellationToken),
            cancellationToken);

    private Task<List<T>> ReadAsync<T>(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken) =>
        source.RunAsync(
            connection => connection.ReadAsync(sql, parameters, read, cancellationToken), cancellationToken);

    private static LogAnchor ReadAnchor(NpgsqlDataReader reader) =>
        new(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
}
