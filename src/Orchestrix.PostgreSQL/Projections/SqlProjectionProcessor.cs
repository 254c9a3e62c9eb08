using Npgsql;
using NpgsqlTypes;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Subscriptions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>Runs a <see cref="SqlProjection"/>: the checkpoint, which fences, its SQL, the commit.</summary>
internal sealed class SqlProjectionProcessor(
    NpgsqlDataSource source, SqlProjection projection, SubscriptionPartition partition, ICheckpointStore checkpoints)
    : IPageProcessor
{
    private const short Shard = 0;

    private long _position;

    public async Task<Checkpoint> AcquireAsync(string owner, CancellationToken cancellationToken)
    {
        await InTransactionAsync(
            connection => projection.PrepareAsync(connection, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        var owned = await checkpoints.AcquireAsync(partition, owner, SubscriptionStart.Beginning, cancellationToken)
            .ConfigureAwait(false);
        _position = owned.Position;
        return owned;
    }

    public async Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken)
    {
        await InTransactionAsync(async connection =>
        {
            var moved = await connection.ExecuteAsync(
                ProjectionStatements.AdvanceCheckpoint,
                [
                    Value(Shard), Value(partition.Subscription), Value((short)partition.Partition),
                    Value(owned.Epoch), Value(page.ScannedTo), Text(null), Value(_position),
                ],
                cancellationToken).ConfigureAwait(false);
            if (moved == 0)
                throw new SubscriptionFencedException(partition, owned.Epoch);
            if (page.Events.Count > 0)
                await projection.ApplyAsync(connection, page.Events, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken).ConfigureAwait(false);
        return _position = page.ScannedTo;
    }

    public Task<long> FlushAsync(Checkpoint owned, CancellationToken cancellationToken) => Task.FromResult(_position);

    private Task<bool> InTransactionAsync(Func<NpgsqlConnection, Task> run, CancellationToken cancellationToken) =>
        source.RunAsync(
            async connection =>
            {
                var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await using var ended = transaction.ConfigureAwait(false);
                await run(connection).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
}
