using Npgsql;
using NpgsqlTypes;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.Subscriptions;

namespace Orchestrix.SubscriberSilo;

/// <summary>Notes every event that it is given in a table, in one transaction with the checkpoint.</summary>
internal sealed class SeenProcessor(
    NpgsqlDataSource source, ICheckpointStore checkpoints, SubscriptionPartition partition) : IPageProcessor
{
    private const string Insert =
        "insert into public.seen (subscription, part, position, event_id, epoch) "
        + "select $1, $2, e.position, e.event_id, $3 from unnest($4, $5) with ordinality as e(position, event_id, nr) "
        + "order by e.nr";

    public Task<Checkpoint> AcquireAsync(string owner, CancellationToken cancellationToken) =>
        checkpoints.AcquireAsync(partition, owner, default, cancellationToken);

    public async Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await PostgreSQLCheckpointStore.SaveAsync(connection, owned, page.ScannedTo, null, cancellationToken);
        if (page.Events.Count > 0)
        {
            await using var insert = new NpgsqlCommand(Insert, connection, transaction)
            {
                Parameters =
                {
                    new() { Value = partition.Subscription },
                    new() { Value = partition.Partition },
                    new() { Value = owned.Epoch },
                    new()
                    {
                        Value = page.Events.Select(static one => one.Position).ToArray(),
                        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
                    },
                    new()
                    {
                        Value = page.Events.Select(static one => one.EventId).ToArray(),
                        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
                    },
                },
            };
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return page.ScannedTo;
    }

    public Task<long> FlushAsync(Checkpoint owned, CancellationToken cancellationToken) =>
        Task.FromResult(owned.Position);
}
