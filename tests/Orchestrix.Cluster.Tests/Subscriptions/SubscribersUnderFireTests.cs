using Npgsql;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Subscriptions;

/// <summary>
/// G6 and G7 under fire: twenty subscribers read while three silos append as fast as they can, and silos, backends and
/// the readers' connections are killed at random. What each subscriber noted, in one transaction with its checkpoint,
/// equals the log: order, no gap, nothing twice.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class SubscribersUnderFireTests(PostgresFixture fixture) : UnderFireTests
{
    private const int Subscriptions = 20;
    private const int Partitions = 24;
    private const int Callers = 24;

    [Fact]
    public async Task Every_subscriber_sees_the_log_exactly_while_silos_and_connections_are_killed()
    {
        await using var database = await CreateAsync();
        await using var elsewhere = await fixture.CreateDatabaseAsync();
        // What stalls readers elsewhere: transactions that are begun, have an id, and are left open.
        await using var idle = await LeaveOpenAsync(database);
        await using var idleElsewhere = await LeaveOpenAsync(elsewhere);
        for (var number = 0; number < 3; number++)
            Join(database);
        await UntilAsync(database, $"select count(*) >= {Partitions} from orchestrix.checkpoints where position > 100");

        for (var round = 0; round < 6; round++)
        {
            var before = await HeadAsync(database);
            if (round is 1 or 4)
                Replace(round % 3, database);
            await KillBackendsAsync(database);
            await UntilAsync(
                database, $"select max(position) >= {before + 1500} from orchestrix.events where shard = 0");
        }
        await database.ExecuteAsync("insert into public.over values (true)");
        await UntilAsync(
            database,
            """
            select count(*) = 24 and min(position) = (select max(position) from orchestrix.events where shard = 0)
            from orchestrix.checkpoints
            where subscription not like 'projection:%'
            """);

        Assert.Equal(Subscriptions, await database.ScalarAsync<long>(
            "select count(distinct subscription) from public.seen"));
        var owners = await database.ScalarAsync<long>(
            "select count(distinct (subscription, part, epoch)) from public.seen");
        Assert.True(
            owners > Partitions,
            "No partition has changed its owner: the test killed nothing that mattered.");
        Assert.Equal("", await database.ScalarAsync<string>(Differences));
    }

    /// <summary>
    /// The subscriptions whose notes, in the order in which they were written, are not what the log has for them.
    /// </summary>
    private const string Differences =
        """
        with noted as (
            select subscription, part, count(*) as events, max(position) as last,
                md5(string_agg(position || ':' || event_id, ',' order by nr)) as checksum
            from public.seen
            group by subscription, part
        ),
        wanted as (
            select c.subscription, c.partition as part, count(*) as events, max(e.position) as last,
                md5(string_agg(e.position || ':' || e.event_id, ',' order by e.position)) as checksum
            from orchestrix.checkpoints c
            join orchestrix.events e on
                (c.subscription not like 'deposits-%' or e.event_type = 'account.money-deposited')
                and (c.subscription not like 'streams-%' or e.stream_id like 'account/1%')
                and (c.partitions = 1 or orchestrix.stream_partition(e.stream_id, c.partitions) = c.partition)
            where c.subscription not like 'projection:%'
            group by c.subscription, c.partition
        )
        select coalesce(string_agg(
            format('%s/%s: noted %s up to %s, log has %s up to %s',
                w.subscription, w.part, n.events, n.last, w.events, w.last), e'\n'), '')
        from wanted w
        left join noted n using (subscription, part)
        where n.checksum is distinct from w.checksum
        """;

    private protected override SubscriberProcess Start(string connectionString) =>
        SubscriberProcess.Start(connectionString, Callers, withHandlers: false);

    private async Task<TestDatabase> CreateAsync()
    {
        var database = await fixture.CreateDatabaseAsync();
        await database.ExecuteAsync(
            """
            create table public.seen (
                nr bigint generated always as identity, subscription text, part integer, position bigint,
                event_id uuid, epoch bigint);
            create table public.over (is_over boolean);
            grant select, insert on public.seen, public.over to public;
            """);
        return database;
    }

    private static async Task<NpgsqlConnection> LeaveOpenAsync(TestDatabase database)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.OwnerConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("begin; select pg_current_xact_id()", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
