using Bank.Cli.Drill;
using Npgsql;
using Orchestrix.Cluster.Tests.Commands;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Drills;

/// <summary>A drill sees what is missing or doubled: otherwise it would succeed always.</summary>
public sealed class DrillDatabaseTests(PostgresFixture fixture) : LogCommandTests(fixture)
{
    [Fact]
    public async Task What_was_acknowledged_and_is_not_in_the_log_is_named()
    {
        var database = await CreateBankAsync(deposits: 3);
        await using var drill = new DrillDatabase(database.ApplicationConnectionString);
        var there = await ReadAsync(database);

        Assert.Equal(4, there.Count);
        Assert.Empty(await drill.FindLostAsync(there, Cancelled));
        Assert.Equal(
            ["account/ada never", $"account/other {there[1].CommandId}"],
            (await drill.FindLostAsync(
                [
                    .. there, new Acknowledged("account/ada", "never", 0, 0),
                    there[1] with { Stream = "account/other" },
                ],
                Cancelled)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_command_that_was_done_twice_and_a_gap_are_counted()
    {
        var database = await CreateBankAsync(deposits: 3);
        await using var drill = new DrillDatabase(database.ApplicationConnectionString);
        Assert.True(await drill.IsContiguousAsync(Cancelled));
        Assert.Equal(0, await drill.ReadAsync<long>("count_doubled", Cancelled));

        await database.ExecuteAsync(
            """
            alter table orchestrix.events disable trigger user;
            update orchestrix.events set stream_id = 'account/drill-1', command_id = 'c' where position in (2, 3);
            """);
        Assert.Equal(1, await drill.ReadAsync<long>("count_doubled", Cancelled));

        await database.ExecuteAsync("delete from orchestrix.events where position = 2");
        Assert.False(await drill.IsContiguousAsync(Cancelled));
    }

    private static async Task<List<Acknowledged>> ReadAsync(TestDatabase database)
    {
        await using var source = NpgsqlDataSource.Create(database.ApplicationConnectionString);
        await using var command = source.CreateCommand(
            "select stream_id, command_id from orchestrix.events order by position");
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var all = new List<Acknowledged>();
        while (await reader.ReadAsync(Cancelled))
            all.Add(new Acknowledged(reader.GetString(0), reader.GetString(1), 0, 0));
        return all;
    }
}
