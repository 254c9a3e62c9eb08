using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>
/// A place up to which a log was verified, and the hash of the seal that ends there. Kept outside the database it
/// proves that what lies before it is still the same, whoever may change the database.
/// </summary>
/// <param name="Position">The last position of the seal; 0 for the beginning of the log.</param>
/// <param name="Hash">The seal's hash; empty for the beginning of the log.</param>
internal sealed record LogAnchor(long Position, byte[] Hash)
{
    /// <summary>Where every log begins.</summary>
    public static LogAnchor Start { get; } = new(0, []);

    /// <summary>Whether a log has a seal that ends here with this hash.</summary>
    public async Task<bool> IsInAsync(NpgsqlConnection connection, short shard, CancellationToken cancellationToken)
    {
        if (Position == 0)
            return true;
        var hashes = await connection.ReadAsync(
            IntegrityStatements.SealAt, [Value(shard), Value(Position)],
            static reader => reader.GetFieldValue<byte[]>(0), cancellationToken).ConfigureAwait(false);
        return hashes is [var hash] && hash.AsSpan().SequenceEqual(Hash);
    }
}
