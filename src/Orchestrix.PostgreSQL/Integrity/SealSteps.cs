using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>Seals a log in steps of limited size.</summary>
internal static class SealSteps
{
    /// <summary>
    /// Most events of one seal: a step takes about 10 ms of the server, and rows of 128 kB.
    /// </summary>
    public const int MaxEvents = 4096;

    /// <summary>Seals the events behind the last seal, until none is left that was there when a step began.</summary>
    /// <returns>The end of what is sealed.</returns>
    public static async Task<LogAnchor> ToEndAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            var steps = await connection.ReadAsync(
                IntegrityStatements.SealLog, [Value(SealedLog.Shard), Value(MaxEvents)],
                static reader => (
                    End: new LogAnchor(reader.GetInt64(0), reader.IsDBNull(1) ? [] : reader.GetFieldValue<byte[]>(1)),
                    Head: reader.GetInt64(2)),
                cancellationToken).ConfigureAwait(false);
            var (end, head) = steps.Single();
            if (end.Position >= head)
                return end;
        }
    }
}
