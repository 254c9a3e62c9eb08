using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Tests.Projections;

/// <summary>SQL of a user commits together with the checkpoint.</summary>
public sealed class SqlProjectionTests(PostgresFixture fixture)
{
    [Fact]
    public async Task Its_statements_take_effect_once_though_the_reply_of_the_commit_is_lost()
    {
        await using var proxy = new CuttingProxy(fixture.Server.Port);
        await using var bench = new ProjectionBench(
            await fixture.CreateDatabaseAsync(), Tallies.Registry, proxy.Port);
        await ProjectionFaultTests.FillAsync(bench, events: 30);
        var projection = new PerStream();
        var processor = new SqlProjectionProcessor(
            bench.Source, projection, new SubscriptionPartition(projection.Name, 0, 1), bench.Checkpoints);
        var owned = await processor.AcquireAsync("me", default);
        await processor.ProcessAsync(owned, await bench.Log.ReadLogPageAsync(0, 10, projection.Filter), default);
        var page = await bench.Log.ReadLogPageAsync(10, 10, projection.Filter);
        projection.BeforeCommit = () => proxy.CutAnswers(1);

        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => processor.ProcessAsync(owned, page, default));
        projection.BeforeCommit = null;
        owned = await processor.AcquireAsync("me", default);
        await processor.ProcessAsync(
            owned, await bench.Log.ReadLogPageAsync(owned.Position, 100, projection.Filter), default);

        Assert.Equal("30", await ScalarAsync(bench, "select sum(count)::text from orchestrix_projections.per_stream"));
    }

    [Fact]
    public async Task What_it_throws_undoes_rows_and_checkpoint()
    {
        await using var bench = new ProjectionBench(await fixture.CreateDatabaseAsync(), Tallies.Registry);
        await ProjectionFaultTests.FillAsync(bench, events: 10);
        var projection = new PerStream { BeforeCommit = () => throw new FormatException("As the test wants it.") };
        var processor = new SqlProjectionProcessor(
            bench.Source, projection, new SubscriptionPartition(projection.Name, 0, 1), bench.Checkpoints);
        var owned = await processor.AcquireAsync("me", default);
        var page = await bench.Log.ReadLogPageAsync(0, 10, projection.Filter);

        await Assert.ThrowsAsync<FormatException>(() => processor.ProcessAsync(owned, page, default));

        Assert.Equal("0", await ScalarAsync(bench, "select count(*)::text from orchestrix_projections.per_stream"));
        Assert.Equal(0, (await bench.Checkpoints.ListAsync()).Single().Position);
    }

    private static async Task<object?> ScalarAsync(ProjectionBench bench, string sql)
    {
        await using var command = bench.Database.Application.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private sealed class PerStream() : SqlProjection("per-stream", new LogFilter(["tally.booked"]))
    {
        public Action? BeforeCommit { get; set; }

        protected internal override async Task PrepareAsync(
            NpgsqlConnection connection, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand("""
                create table if not exists orchestrix_projections.per_stream (
                    stream text primary key, count bigint not null)
                """, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        protected internal override async Task ApplyAsync(
            NpgsqlConnection connection, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand("""
                insert into orchestrix_projections.per_stream as p
                select stream, count(*) from unnest($1::text[]) as e(stream) group by stream
                on conflict (stream) do update set count = p.count + excluded.count
                """, connection)
            {
                Parameters = { new() { Value = events.Select(one => one.Stream.Value).ToArray() } },
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
            BeforeCommit?.Invoke();
        }
    }
}
