using Npgsql;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Commands;

/// <summary>The commands that only read need no more than the read-only role.</summary>
public sealed class ReaderTests(PostgresFixture fixture) : LogCommandTests(fixture)
{
    [Fact]
    public async Task The_read_only_role_is_enough_to_verify_export_and_look_at_the_log()
    {
        var database = await CreateBankAsync(deposits: 4);
        await database.ExecuteAsync("select orchestrix.seal_log(0::smallint, 4096)");
        var reader = await ReaderAsync(database);
        string[][] commands =
        [
            ["verify"], ["verify", "--whole"], ["export", "--output", PathOf("log.jsonl")], ["events", "account/ada"],
            ["migrate", "--status"],
        ];
        foreach (var arguments in commands)
        {
            var (code, output, errors) = await CommandLineProgram.RunAsync(
                "Orchestrix.Cli", arguments, ("ORCHESTRIX_POSTGRES", reader), ("ORCHESTRIX_POSTGRES_OWNER", reader));
            Assert.True(code == 0, $"{string.Join(' ', arguments)}: {code} {output} {errors}");
        }
    }

    private async Task<string> ReaderAsync(TestDatabase database)
    {
        var (name, password) = ($"report_{Guid.NewGuid():n}", Guid.NewGuid().ToString("n"));
        await using var superuser = NpgsqlDataSource.Create(Fixture.Server.SuperuserConnectionString);
        await using var create = superuser.CreateCommand(
            $"create role {name} login password '{password}' in role orchestrix_reader");
        await create.ExecuteNonQueryAsync(Cancelled);
        return new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString)
        {
            Username = name,
            Password = password,
        }.ConnectionString;
    }
}
