using System.Text.Json;
using Npgsql;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Commands;

/// <summary><c>orchestrix verify --drill-record</c>: what is kept of a copy that was restored.</summary>
public sealed class DrillRecordTests(PostgresFixture fixture) : LogCommandTests(fixture)
{
    private const string Seal = "select orchestrix.seal_log(0::smallint, 4096)";

    [Fact]
    public async Task Date_result_and_which_database_it_is_of_are_kept()
    {
        var database = await CreateBankAsync(deposits: 4);
        await database.ExecuteAsync(Seal);
        var (anchor, record) = (PathOf("bank.anchor"), PathOf("drill.json"));
        Assert.Equal(0, (await RunAsync(database, "verify", "--anchor", anchor)).Code);
        var before = TimeProvider.System.GetUtcNow();

        var (code, output, errors) = await RunAsync(
            database, "verify", "--anchor", anchor, "--drill-record", record, "--json");

        Assert.True(code == 0, errors);
        // All of it, though the anchor is at the end.
        Assert.Equal(5, JsonElement.Parse(output).GetProperty("events").GetInt64());
        var kept = JsonElement.Parse(await File.ReadAllTextAsync(record, Cancelled));
        Assert.Equal(
            await database.ScalarAsync<string>("select system_identifier::text from pg_control_system()"),
            kept.GetProperty("system_identifier").GetString());
        Assert.Equal(
            await database.ScalarAsync<DateTime>("select pg_postmaster_start_time()"),
            kept.GetProperty("started_at").GetDateTimeOffset().UtcDateTime);
        Assert.Equal(
            (true, 5), (kept.GetProperty("passed").GetBoolean(), kept.GetProperty("events_verified").GetInt64()));
        Assert.InRange(
            kept.GetProperty("at").GetDateTimeOffset(), before, TimeProvider.System.GetUtcNow());
        Assert.InRange(
            kept.GetProperty("newest_event").GetDateTimeOffset(), before.AddMinutes(-5), before.AddMinutes(1));
    }

    [Fact]
    public async Task A_copy_that_is_not_what_was_sealed_or_is_empty_has_not_passed()
    {
        var broken = await CreateBankAsync(deposits: 2);
        await broken.ExecuteAsync(Seal);
        await broken.ExecuteAsync(
            "alter table orchestrix.events disable trigger user; delete from orchestrix.events where position = 2");
        var record = PathOf("drill.json");

        Assert.Equal(4, (await RunAsync(broken, "verify", "--drill-record", record)).Code);
        Assert.False(await HasPassedAsync(record));

        Assert.Equal(0, (await RunAsync(await CreateDatabaseAsync(), "verify", "--drill-record", record)).Code);
        Assert.False(await HasPassedAsync(record));
    }

    [Fact]
    public async Task A_standby_is_no_copy_that_was_restored()
    {
        await using var primary = await LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataDirectory = PathOf("primary") }, Cancelled);
        await TestDatabase.MigrateAsync(primary.OwnerConnectionString);
        await using var standby = await primary.StartStandbyAsync(
            new LocalPostgresOptions { DataDirectory = PathOf("standby") }, "standby", Cancelled);
        await using var database = new TestDatabase(
            "standby", standby.OwnerConnectionString, standby.ApplicationConnectionString);
        var record = PathOf("drill.json");

        var (code, _, errors) = await RunAsync(database, "verify", "--drill-record", record);

        Assert.Equal(1, code);
        Assert.StartsWith("orchestrix: This server follows another", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(record));
    }

    [Fact]
    public async Task Where_nobody_may_know_which_database_it_is_there_is_no_record()
    {
        var database = await CreateBankAsync(deposits: 1);
        await using (var server = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Fixture.Server.SuperuserConnectionString) { Database = database.Name }))
        {
            // Of this database alone.
            await using var revoke = server.CreateCommand("revoke execute on function pg_control_system() from public");
            await revoke.ExecuteNonQueryAsync(Cancelled);
        }
        var record = PathOf("drill.json");

        var (code, _, errors) = await RunAsync(database, "verify", "--drill-record", record);

        Assert.Equal(1, code);
        Assert.StartsWith("orchestrix: This role may not know which database it is", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(record));
    }

    private static async Task<bool> HasPassedAsync(string record) => JsonElement
        .Parse(await File.ReadAllTextAsync(record, Cancelled)).GetProperty("passed").GetBoolean();
}
