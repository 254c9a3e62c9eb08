using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Snapshots;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.PostgreSQL.Tests.EventStore;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Snapshots;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Tests.Plans;

/// <summary>
/// Plans are kept for as long as a connection. So whatever they were made for, an almost empty log included, each one
/// goes through an index, by a condition. The plans are those that the server used for what the stores sent.
/// </summary>
public sealed partial class PlanTests(PlanServer server, PostgresFixture fixture)
    : StoreTests(fixture), IClassFixture<PlanServer>
{
    // The driver prepares a statement at its second use, and PostgreSQL might prefer another plan at its sixth.
    private const int Rounds = 8;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(3000)]
    public async Task Every_statement_goes_through_an_index_whatever_was_there_when_it_was_planned(int events)
    {
        var plans = await PlansAsync(events);

        var used = plans.Select(plan => plan.Query).ToHashSet();
        Assert.All(Files(), file => Assert.Contains(Read(file).Trim(), used));
        var faults = plans.Where(plan => plan.Fault() is not null).Select(plan => $"{plan.Fault()}: {plan.Query}");
        Assert.True(!faults.Any(), string.Join("\n\n", faults.Distinct()));
    }

    // Only 18 plans it as a hash over the whole log, and CI may have an older one.
    [Fact]
    public void No_statement_asks_for_each_row_whether_an_event_exists() =>
        Assert.All(Files(), static file => Assert.DoesNotMatch(AskedForEachRow(), Read(file)));

    [Fact]
    public async Task Every_statement_of_the_append_is_among_them()
    {
        var plans = await PlansAsync(events: 3);

        string[] parts =
        [
            "c.expected is distinct from", "greatest(clock_timestamp(), e.recorded_at)", "e.position > seen_position)",
            "with ordinality as c(\n                stream_id, expected, commit_id, command_id, fingerprint, correl",
            "cross join lateral generate_series(1, c.size) i", "array_agg(v.status order by v.ordinal)",
        ];
        Assert.All(parts, part => Assert.Contains(plans, plan => plan.Query.Contains(part, StringComparison.Ordinal)));
        var judge = plans.First(plan => plan.Query.Contains(parts[^1], StringComparison.Ordinal));
        Assert.Equal(["events_command", "events_stream"], judge.Indexes.Order());
    }

    private async Task<IReadOnlyList<LoggedPlan>> PlansAsync(int events)
    {
        var database = Keep(await server.CreateDatabaseAsync());
        var streams = await FillAsync(database, events);
        await database.ExecuteAsync("vacuum analyze orchestrix.events, orchestrix.snapshots");
        await PlanServer.SetMarkAsync(database, "start");
        await UseEverythingAsync(database, streams);
        return await server.ReadAsync(database, "start");
    }

    private async Task<StreamId[]> FillAsync(TestDatabase database, int events)
    {
        var streams = Enumerable.Range(0, 30).Select(_ => NewStream()).ToArray();
        var store = Open(database.ApplicationConnectionString);
        if (events > 0)
        {
            await store.AppendAsync([.. streams.Take(events).Select((stream, number) =>
                Commit(stream, ExpectedVersion.NoStream, Math.Max(1, events / streams.Length), $"fill {number}"))]);
        }
        return streams;
    }

    private async Task UseEverythingAsync(TestDatabase database, StreamId[] streams)
    {
        var options = new PostgreSQLOptions
        {
            ConnectionString = database.ApplicationConnectionString,
            MinPoolSize = 0,
            MaxPoolSize = 1,
        };
        var source = Keep(PostgreSQLDataSource.Create(options));
        var store = new PostgreSQLEventStore(
            source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
        var snapshots = new PostgreSQLSnapshotStore(source, options);
        var checkpoints = new PostgreSQLCheckpointStore(source);
        for (var round = 0; round < Rounds; round++)
        {
            await AppendInAllWaysAsync(store, streams);
            await AppendWhileAnotherDoesAsync(database, store);
            await store.ReadHeadAsync();
            await store.ReadStreamVersionAsync(streams[0]);
            await store.FindCommandAsync(streams[0], "fill 0");
            await store.ConfirmAsync();
            await store.ReadLogAsync(0, 10).CountAsync();
            await store.ReadLogAsync(0, 10, new LogFilter(["test.happened"], "test/", 0, 2)).CountAsync();
            await store.ReadStreamAsync(streams[0], StreamRead.Forwards()).CountAsync();
            await store.ReadStreamAsync(streams[0], StreamRead.BackwardsFrom()).CountAsync();
            await Task.WhenAll(streams.Select(one =>
                store.ReadStreamAsync(one, StreamRead.Forwards()).CountAsync().AsTask()));
            await UseSnapshotsAsync(store, snapshots, streams);
            await UseCheckpointsAsync(checkpoints);
        }
    }

    private static async Task AppendInAllWaysAsync(PostgreSQLEventStore store, StreamId[] streams)
    {
        var command = Guid.NewGuid().ToString();
        var version = await store.ReadStreamVersionAsync(streams[0]);
        await AppendAsync(store, Commit(streams[0], ExpectedVersion.Exactly(version), commandId: command));
        await store.AppendAsync(
        [
            Commit(streams[0], ExpectedVersion.Exactly(version + 1), events: 3),
            Commit(NewStream(), ExpectedVersion.NoStream),
        ]);
        await store.AppendAsync(
        [
            Commit(streams[0], ExpectedVersion.Any, commandId: command),
            Commit(streams[1], ExpectedVersion.Any, events: 2),
            Commit(streams[2], ExpectedVersion.Exactly(1_000_000)),
        ]);
    }

    /// <summary>What was appended between the check and the lock is looked at too.</summary>
    private static async Task AppendWhileAnotherDoesAsync(TestDatabase database, PostgreSQLEventStore store)
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var append = new NpgsqlCommand("""
            select orchestrix.append_commits(
                0::smallint, array['test/' || gen_random_uuid()], array[0], array[gen_random_uuid()], null, null,
                null, null, null, null, null, null, array[gen_random_uuid()], array['t'], array[1], array['{}'::jsonb])
            """, connection, transaction);
        await append.ExecuteNonQueryAsync();
        var waiting = AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));
        while (!await database.ScalarAsync<bool>("select exists (select from pg_locks where not granted)"))
            Assert.False(waiting.IsCompleted, "The append did not wait for its turn.");
        await transaction.CommitAsync();
        Assert.Equal(AppendStatus.Appended, (await waiting).Status);
    }

    private static async Task UseSnapshotsAsync(
        PostgreSQLEventStore store, PostgreSQLSnapshotStore snapshots, StreamId[] streams)
    {
        var saved = new List<Snapshot>();
        foreach (var stream in streams.Take(2))
        {
            var last = await store.ReadStreamAsync(stream, StreamRead.BackwardsFrom(maxCount: 1)).SingleAsync();
            saved.Add(new Snapshot
            {
                Stream = stream,
                Version = last.Version,
                EventId = last.EventId,
                StateName = "State",
                SchemaVersion = 1,
                Shape = 1,
                Checksum = 2,
                State = "{}"u8.ToArray(),
            });
        }
        Assert.Equal(2, await snapshots.SaveAsync(saved));
        Assert.True((await snapshots.LoadAsync(streams[0])).IsInLog);
        await snapshots.DeleteAllAsync();
    }

    private static async Task UseCheckpointsAsync(PostgreSQLCheckpointStore checkpoints)
    {
        var owned = await checkpoints.AcquireAsync(new("plans", 0, 1), "test", default);
        await checkpoints.SaveAsync(owned, owned.Position);
        await checkpoints.ListAsync();
        await checkpoints.ResetAsync("plans", 1, SubscriptionStart.End);
    }

    [GeneratedRegex(@"exists\s*\(\s*select from orchestrix\.events e\b")]
    private static partial Regex AskedForEachRow();

    private static IEnumerable<string> Files() => typeof(PostgreSQLEventStore).Assembly.GetManifestResourceNames()
        .Where(name => name.Contains(".EventStore.Sql.", StringComparison.Ordinal)
            || name.Contains(".Snapshots.Sql.", StringComparison.Ordinal));

    private static string Read(string file)
    {
        using var reader = new StreamReader(typeof(PostgreSQLEventStore).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }
}
