using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Orchestrix.PostgreSQL.Sessions;

/// <summary>
/// Gives frequent statements a name on each connection of a source, so that only the first execution there is parsed
/// and planned. Not behind a pooler, which may run each statement in another session: there a name may be missing, or
/// be that of another program's statement.
/// </summary>
internal sealed class PreparedStatements
{
    // Process ids that are remembered; a pool has far fewer connections, and forgetting one costs a round trip.
    private const int MaxKnown = 1_000;
    private const string AskProcessId = "select pg_backend_pid()";

    private static readonly ConditionalWeakTable<NpgsqlDataSource, PreparedStatements> _all = [];

    private readonly ConcurrentDictionary<int, bool> _direct = new();

    private PreparedStatements()
    {
    }

    /// <summary>What is known of the connections of a source.</summary>
    public static PreparedStatements Of(NpgsqlDataSource source) =>
        _all.GetValue(source, static _ => new PreparedStatements());

    /// <summary>Costs a round trip or two the first time on a connection, and nothing after that.</summary>
    public async ValueTask PrepareAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        if (await IsDirectAsync(command.Connection!, cancellationToken).ConfigureAwait(false))
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="PrepareAsync(NpgsqlCommand, CancellationToken)"/>
    public async ValueTask PrepareAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        if (await IsDirectAsync(batch.Connection!, cancellationToken).ConfigureAwait(false))
            await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// If a statement failed because somebody has dropped its name, the connections of the source are closed: the
    /// driver would go on using the name. To be called after the connection was returned.
    /// </summary>
    public static void Mend(NpgsqlDataSource source, Exception exception)
    {
        if (exception is PostgresException { SqlState: PostgresErrorCodes.InvalidSqlStatementName })
            source.Clear();
    }

    /// <summary>True if the process that serves the session is the one that the connection was opened to.</summary>
    private ValueTask<bool> IsDirectAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        _direct.TryGetValue(connection.ProcessID, out var isDirect)
            ? ValueTask.FromResult(isDirect)
            : new(AskAsync(connection, cancellationToken));

    private async Task<bool> AskAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(AskProcessId, connection);
        var serving = (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        if (_direct.Count >= MaxKnown)
            _direct.Clear();
        return _direct[connection.ProcessID] = serving == connection.ProcessID;
    }
}
