using Orchestrix.Events;
using Orchestrix.PostgreSQL.Sagas;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.PostgreSQL.Tests.EventStore;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Tests.Plans;

/// <summary>
/// Looking for overdue sagas, every few seconds and for each bucket, goes through the index of due times however many
/// sagas wait, and so does writing the rows. The plans are those that the server used.
/// </summary>
public sealed class SagaPlanTests(PlanServer server, PostgresFixture fixture)
    : StoreTests(fixture), IClassFixture<PlanServer>
{
    private const int Rounds = 8;

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task Overdue_sagas_are_found_and_rows_written_through_an_index(int waiting)
    {
        var database = Keep(await server.CreateDatabaseAsync());
        await database.ExecuteAsync(
            $"""
            insert into orchestrix.sagas (stream_id, saga_type, bucket, status, begun_at, due_at)
            select 'order/' || n, 'order', n % 32, 'running', now(), now() + interval '1 day'
            from generate_series(1, {waiting}) n
            """);
        await database.ExecuteAsync("vacuum analyze orchestrix.sagas");
        await PlanServer.SetMarkAsync(database, "start");

        await UseAsync(database);

        var plans = await server.ReadAsync(database, "start");
        var find = plans.Where(plan => plan.Query.Contains("due_at <= $2", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Rounds, find.Length);
        Assert.All(find, plan => Assert.Equal(["sagas_due"], plan.Indexes));
        var writes = plans.Where(plan => plan.Query.Contains("delete from orchestrix.sagas", StringComparison.Ordinal)
            || plan.Query.Contains("s.status = 'parked'", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2 * Rounds, writes.Length);
        Assert.All(writes, plan => Assert.Equal(["sagas_stream"], plan.Indexes));
        Assert.All([.. find, .. writes], plan => Assert.Null(plan.Fault()));
    }

    private static async Task UseAsync(TestDatabase database)
    {
        var index = new PostgreSQLSagaIndex(database.Application);
        var owned = await new PostgreSQLCheckpointStore(database.Application)
            .AcquireAsync(new SubscriptionPartition("sagas", 0, 1), "test", default);
        for (var round = 0; round < Rounds; round++)
        {
            await index.FindDueAsync(round, TimeProvider.System.GetUtcNow(), null, 200);
            await index.ApplyAsync(owned with { Position = round }, round + 1,
            [
                Change($"order/{round}", SagaStatus.Running), Change($"trip/{round}", SagaStatus.Completed),
            ]);
        }
    }

    private static SagaChange Change(string saga, SagaStatus status) => new(new SagaSummary
    {
        Saga = StreamId.Parse(saga),
        Status = status,
        BegunAt = TimeProvider.System.GetUtcNow(),
    });
}
