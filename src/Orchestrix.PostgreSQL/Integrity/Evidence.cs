using System.Security.Cryptography;
using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>Finds out what happened at the first position that does not fit.</summary>
internal static class Evidence
{
    /// <summary>Names what happened at a position.</summary>
    /// <param name="connection">Where to look.</param>
    /// <param name="shard">Of the log.</param>
    /// <param name="position">The first position that does not fit.</param>
    /// <param name="recorded">The digest of the event that was there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<LogFinding> ClassifyAsync(
        NpgsqlConnection connection, short shard, long position, byte[] recorded, CancellationToken cancellationToken)
    {
        var found = await connection.ReadAsync(
            IntegrityStatements.ReadEvents, [Value(shard), Value(position - 1), Value(position + 1)],
            static reader => (
                Position: reader.GetInt64(0), Digest: SHA256.HashData(reader.GetFieldValue<byte[]>(1))),
            cancellationToken).ConfigureAwait(false);
        var here = found.FindAll(row => row.Position == position);
        var next = found.Find(row => row.Position == position + 1).Digest;
        if (here.Count == 0)
            return new LogFinding(FindingKind.Missing, position, $"The event at position {position} is gone.");
        var hasMovedDown = next is not null && next.AsSpan().SequenceEqual(recorded);
        var homes = await connection.ReadAsync(
            IntegrityStatements.FindDigest, [Value(shard), Value(here[0].Digest)],
            static reader => reader.GetInt64(0), cancellationToken).ConfigureAwait(false);
        long? home = homes is [var one] ? one : null;
        var (kind, message) = (here.Count, home) switch
        {
            ( > 1, _) => (FindingKind.Inserted, $"{here.Count} events are at position {position}."),
            (_, { } place) when place == position + 1 && !hasMovedDown => (
                FindingKind.Missing, $"The event at position {position} is gone, and the ones behind it moved up."),
            (_, { } place) when place > position => (
                FindingKind.Moved, $"The event at position {position} was at position {place}."),
            _ when hasMovedDown => (
                FindingKind.Inserted,
                $"The event at position {position} was not in the log, and the ones behind it moved down."),
            (_, { } place) => (
                FindingKind.Altered, $"The event at position {position} was replaced by that of position {place}."),
            _ => (FindingKind.Altered, $"The event at position {position} is not what it was."),
        };
        return await AddAsync(connection, shard, new LogFinding(kind, position, message), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Adds which event stands at the position of a finding.</summary>
    public static async Task<LogFinding> AddAsync(
        NpgsqlConnection connection, short shard, LogFinding finding, CancellationToken cancellationToken)
    {
        var rows = await connection.ReadAsync(
            IntegrityStatements.DescribeEvent, [Value(shard), Value(finding.Position)],
            reader => finding with
            {
                Stream = reader.GetString(0),
                Version = reader.GetInt64(1),
                EventId = reader.GetGuid(2),
            },
            cancellationToken).ConfigureAwait(false);
        return rows is [var described] ? described : finding;
    }
}
