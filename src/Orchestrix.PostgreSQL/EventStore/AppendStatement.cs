using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>The statement that appends a batch: one round trip and one transaction.</summary>
internal static class AppendStatement
{
    /// <summary>Nothing of the batch has been sent when this returns.</summary>
    public static async ValueTask<NpgsqlCommand> MakeAsync(
        NpgsqlConnection connection, PreparedStatements prepared, AppendParameters parameters,
        CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(Statements.AppendCommits, connection);
        try
        {
            parameters.Bind(command);
            await prepared.PrepareAsync(command, cancellationToken).ConfigureAwait(false);
            return command;
        }
        catch
        {
            await command.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public static async Task<IReadOnlyList<AppendResult>> SendAsync(
        NpgsqlCommand command, IReadOnlyList<Commit> commits, CancellationToken cancellationToken)
    {
        using var replication = new ReplicationWatch(command.Connection!);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = reader.ConfigureAwait(false);
        var results = await AppendResults.ReadAsync(reader, commits, cancellationToken).ConfigureAwait(false);
        // PostgreSQL commits after it has sent the rows: only the end of the result says that the events are durable.
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        replication.ThrowIfGivenUp();
        return results;
    }
}
