using System.Security.Cryptography;
using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>Compares the events of one range with its seals.</summary>
internal sealed class RangeComparison(NpgsqlConnection connection, short shard)
{
    /// <summary>The first difference, and how many events were compared before it.</summary>
    public async Task<(LogFinding? Finding, long Events)> RunAsync(
        SealedRange range, CancellationToken cancellationToken)
    {
        var seals = await connection.ReadAsync(
            IntegrityStatements.ReadSeals, [Value(shard), Value(range.After), Value(range.To)],
            static reader => new Seal(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2),
                reader.GetFieldValue<byte[]>(3)),
            cancellationToken).ConfigureAwait(false);
        // Whatever the seals say about events behind a broken one is worth nothing.
        var broken = CheckChain(range, seals, out var usable);
        var to = usable.Count > 0 ? usable[^1].Last : range.After;
        var (position, events) = await CompareAsync(range.After, to, usable, cancellationToken).ConfigureAwait(false);
        if (position is not { } first)
            return (broken, events);
        var recorded = usable.First(seal => seal.Last >= first).DigestAt(first).ToArray();
        var finding = await Evidence.ClassifyAsync(connection, shard, first, recorded, cancellationToken)
            .ConfigureAwait(false);
        return (finding, events);
    }

    private static LogFinding? CheckChain(SealedRange range, List<Seal> seals, out List<Seal> usable)
    {
        usable = [];
        var (last, hash) = (range.After, range.Hash);
        foreach (var seal in seals)
        {
            if (seal.First != last + 1)
                return MissingSeal(last + 1);
            if (!seal.Continues(hash))
            {
                return new LogFinding(FindingKind.SealAltered, seal.First,
                    $"The seal over positions {seal.First} to {seal.Last} is not what it was, or the one before it.");
            }
            usable.Add(seal);
            (last, hash) = (seal.Last, seal.Hash);
        }
        return last < range.To ? MissingSeal(last + 1) : null;
    }

    private static LogFinding MissingSeal(long position) => new(
        FindingKind.SealMissing, position,
        $"The seal that began at position {position} is gone, or is not what it was.");

    /// <summary>The first position that does not have the event that was sealed.</summary>
    private async Task<(long? Position, long Events)> CompareAsync(
        long after, long to, List<Seal> seals, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(IntegrityStatements.ReadEvents, connection);
        command.Parameters.Add(Value(shard));
        command.Parameters.Add(Value(after));
        command.Parameters.Add(Value(to));
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = reader.ConfigureAwait(false);
        var (expected, index) = (after + 1, 0);
        var digest = new byte[Seal.HashSize];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var position = reader.GetInt64(0);
            // A second event at one position can only stand behind the first.
            if (position != expected)
                return (Math.Min(position, expected), expected - after - 1);
            SHA256.HashData(reader.GetFieldValue<byte[]>(1), digest);
            while (seals[index].Last < position)
                index++;
            if (!seals[index].DigestAt(position).SequenceEqual(digest))
                return (position, expected - after - 1);
            expected++;
        }
        return (expected <= to ? expected : null, expected - after - 1);
    }
}
