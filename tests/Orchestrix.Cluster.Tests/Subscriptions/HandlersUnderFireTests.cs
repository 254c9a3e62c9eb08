using Orchestrix.Cluster.Tests.Support;
using Orchestrix.DeadLetters;
using Orchestrix.PostgreSQL.DeadLetters;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Subscriptions;

/// <summary>
/// Handlers under fire: while silos are killed with SIGKILL and sessions are cut, every event is handled at least once
/// and in order within its stream. Poison becomes one dead letter each; the streams behind them stay parked through
/// every crash, and go on where they were when the letters are replayed.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class HandlersUnderFireTests(PostgresFixture fixture) : UnderFireTests
{
    private const int Partitions = 6;
    private const int Attempts = 3;

    /// <summary>Deposits that nobody handled, and that do not wait behind poison.</summary>
    private const string Missing =
        """
        select count(*)
        from orchestrix.events e
        where e.event_type = 'account.money-deposited'
            and not exists (select from public.handled h where h.position = e.position)
            and not exists (
                select from orchestrix.parked_streams p
                where p.stream_id = e.stream_id and p.version <= e.version)
        """;

    /// <summary>Deposits that were handled before the one in front of them in their stream ever was.</summary>
    private const string Skipped =
        """
        select count(*)
        from (
            select version, coalesce(max(version) over (
                partition by stream_id order by nr rows between unbounded preceding and 1 preceding), 1) as before
            from public.handled) h
        where version > before + 1
        """;

    /// <summary>Deposits that were handled although they wait behind poison.</summary>
    private const string Early =
        """
        select count(*)
        from public.handled h
        join orchestrix.parked_streams p using (stream_id)
        where h.version >= p.version
        """;

    private const string Poison =
        "select count(*) from orchestrix.events where version = 5 and stream_id like '%7'";

    [Fact]
    public async Task Every_event_is_handled_in_order_and_poison_waits_for_a_person_while_silos_are_killed()
    {
        await using var database = await CreateAsync();
        for (var number = 0; number < 3; number++)
            Join(database);
        await UntilAsync(database, "select count(*) >= 3 from orchestrix.parked_streams");
        for (var round = 0; round < 5; round++)
        {
            var handled = await HandledAsync(database);
            Replace(round % 3, database);
            await KillBackendsAsync(database);
            await UntilAsync(database, $"select count(*) >= {handled + 300} from public.handled");
        }
        await database.ExecuteAsync("insert into public.over values (true)");
        await UntilRestAsync(database);
        Replace(0, database);
        await UntilRestAsync(database);

        var poison = await database.ScalarAsync<long>(Poison);
        Assert.True(poison > 0);
        Assert.Equal(0, await database.ScalarAsync<long>(Missing));
        Assert.Equal(0, await database.ScalarAsync<long>(Skipped));
        Assert.Equal(0, await database.ScalarAsync<long>(Early));
        Assert.Equal(poison, await database.ScalarAsync<long>("select count(*) from orchestrix.parked_streams"));
        Assert.Equal(poison, await database.ScalarAsync<long>(
            $"""
            select count(*)
            from orchestrix.dead_letters d
            join orchestrix.events e using (position)
            where d.state = 'open' and d.attempts = {Attempts} and e.version = 5 and e.stream_id like '%7'
            """));
        Assert.True(
            await database.ScalarAsync<long>("select sum(epoch)::bigint from orchestrix.checkpoints") > Partitions,
            "No partition has changed its owner: the test killed nothing that mattered.");

        await ReplayAsync(database);
        Replace(1, database);
        await UntilAsync(database, "select not exists (select from orchestrix.parked_streams)");
        await UntilRestAsync(database);

        Assert.Equal(0, await database.ScalarAsync<long>(Missing));
        Assert.Equal(0, await database.ScalarAsync<long>(Skipped));
        Assert.Equal(poison, await database.ScalarAsync<long>(
            "select count(*) from orchestrix.dead_letters where state = 'replayed'"));
    }

    private protected override SubscriberProcess Start(string connectionString) =>
        SubscriberProcess.Start(connectionString, callers: 2, withHandlers: true);

    private async Task<TestDatabase> CreateAsync()
    {
        var database = await fixture.CreateDatabaseAsync();
        await database.ExecuteAsync(
            """
            create table public.handled (
                nr bigint generated always as identity, stream_id text, version bigint, position bigint,
                handling_id text);
            create index on public.handled (position);
            create table public.over (is_over boolean);
            create table public.cured (is_cured boolean);
            grant select, insert on public.handled, public.over, public.cured to public;
            """);
        return database;
    }

    private static Task<long> HandledAsync(TestDatabase database) =>
        database.ScalarAsync<long>("select count(*) from public.handled");

    /// <summary>Until everything up to the end of the log is handled or parked.</summary>
    private Task UntilRestAsync(TestDatabase database) => UntilAsync(
        database,
        $"""
        select count(*) = {Partitions} and min(position) = (select max(position) from orchestrix.events where shard = 0)
        from orchestrix.checkpoints
        where subscription = 'handlers'
        """);

    /// <summary>What a person does who has mended the cause.</summary>
    private static async Task ReplayAsync(TestDatabase database)
    {
        await database.ExecuteAsync("insert into public.cured values (true)");
        await new PostgreSQLDeadLetterStore(database.Application).DecideAllAsync(
            new DeadLetterFilter { Source = "handlers", State = DeadLetterState.Open }, DeadLetterActKind.Replay,
            new DeadLetterDecision("test", "The cause is mended."), maxCount: IDeadLetterStore.MaxCount);
    }
}
