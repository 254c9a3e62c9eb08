using System.Text.Json;
using Npgsql;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Migrate;

/// <summary>The program <c>orchestrix</c> as a process, on real databases.</summary>
public sealed class MigrateCommandTests(PostgresFixture fixture)
{
    private const string Variable = "ORCHESTRIX_POSTGRES_OWNER";

    [Fact]
    public async Task A_migration_is_pending_then_applied_then_nothing_is_left_to_do()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();

        var before = await RunAsync(database.OwnerConnectionString, "--status", "--json");
        var applied = await RunAsync(database.OwnerConnectionString, "--json");
        var again = await RunAsync(database.OwnerConnectionString);

        Assert.Equal((2, 0, 0), (before.Code, Count(before.Output, "applied"), Version(before.Output)));
        Assert.Equal((0, 0), (applied.Code, Count(applied.Output, "pending")));
        Assert.Equal(Version(applied.Output), Count(applied.Output, "applied"));
        Assert.Equal(0, again.Code);
        Assert.Contains("0001_event_log.sql", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_connection_string_may_come_from_a_file()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        var file = TemporaryDirectory.NewPath();
        await SecretText.WriteAsync(file, database.OwnerConnectionString + "\n");
        try
        {
            Assert.Equal(0, (await RunAsync(null, "--connection-file", file)).Code);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Without_a_connection_string_it_says_where_one_is_looked_for()
    {
        var (code, _, errors) = await RunAsync(null);

        Assert.Equal(1, code);
        Assert.Contains(Variable, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_password_is_told_without_the_password()
    {
        var wrong = new NpgsqlConnectionStringBuilder(fixture.Server.OwnerConnectionString)
        {
            Password = "wr0ng-s3cret",
        };

        var (code, output, errors) = await RunAsync(wrong.ConnectionString);

        Assert.Equal(3, code);
        Assert.Contains("refused the role", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng-s3cret", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_connection_string_is_not_repeated()
    {
        var (code, _, errors) = await RunAsync("Host=localhost;Pasword=s3cret");

        Assert.Equal(1, code);
        Assert.DoesNotContain("s3cret", errors, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(string? owner, params string[] arguments) =>
        CommandLineProgram.RunAsync("Orchestrix.Cli", ["migrate", .. arguments],
            (Variable, owner), ("ConnectionStrings__OrchestrixOwner", null));

    private static int Count(string json, string property) =>
        JsonElement.Parse(json).GetProperty(property).GetArrayLength();

    private static int Version(string json) => JsonElement.Parse(json).GetProperty("version").GetInt32();
}
