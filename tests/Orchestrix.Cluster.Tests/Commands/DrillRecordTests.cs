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
        Assert.Equal(database.Name, kept.GetProperty("database").GetString());
        Assert.Equal(
            (true, 5, 0), (
                kept.GetProperty("passed").GetBoolean(), kept.GetProperty("events_verified").GetInt64(),
                kept.GetProperty("unsealed").GetInt64()));
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

        await File.WriteAllTextAsync(record, """{"passed":true}""", Cancelled);
        var (code, _, errors) = await RunAsync(await CreateDatabaseAsync(), "verify", "--drill-record", record);
        Assert.Equal(4, code);
        Assert.Contains("No event of this copy has a seal", errors, StringComparison.Ordinal);
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
    public async Task A_server_that_archives_is_no_copy_but_what_is_backed_up()
    {
        var options = new LocalPostgresOptions { DataDirectory = PathOf("archiving") };
        options.Settings["archive_mode"] = "on";
        options.Settings["archive_command"] = "true";
        await using var server = await LocalPostgres.StartAsync(options, Cancelled);
        await TestDatabase.MigrateAsync(server.OwnerConnectionString);
        await using var database = new TestDatabase(
            "archiving", server.OwnerConnectionString, server.ApplicationConnectionString);
        var record = PathOf("drill.json");

        var (code, _, errors) = await RunAsync(database, "verify", "--drill-record", record);

        Assert.Equal(1, code);
        Assert.StartsWith(
            "orchestrix: This server archives its write-ahead log", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(record));
    }

    [Fact]
    public async Task A_record_that_could_not_be_written_is_refused_before_anything_is_read()
    {
        var (code, output, errors) = await RunAsync(
            await CreateDatabaseAsync(), "verify", "--drill-record", PathOf("nowhere/drill.json"));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("its directory does not exist", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_found_is_told_even_if_the_record_cannot_be_written()
    {
        var broken = await CreateBankAsync(deposits: 2);
        await broken.ExecuteAsync(Seal);
        await broken.ExecuteAsync(
            "alter table orchestrix.events disable trigger user; delete from orchestrix.events where position = 2");
        Directory.CreateDirectory(PathOf("drill.json"));

        var (code, output, errors) = await RunAsync(broken, "verify", "--drill-record", PathOf("drill.json"));

        Assert.Equal(1, code);
        Assert.StartsWith("NOT INTACT.", output, StringComparison.Ordinal);
        Assert.Contains("cannot be written", errors, StringComparison.Ordinal);
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
