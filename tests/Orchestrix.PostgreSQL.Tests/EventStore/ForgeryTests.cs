using Npgsql;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>What the application's role may send to <c>append_commits</c>, and what the function believes.</summary>
public sealed class ForgeryTests(PostgresFixture fixture) : StoreTests(fixture)
{
    [Theory]
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "'{2,1}'", 2)] // More events announced than there are.
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "'{1,1}'", 3)] // An event too many.
    [InlineData("'{s/a}'", "'{0}'", "'{0}'", 0)] // A commit without events.
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "'{2,0}'", 2)]
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "'{3,-1}'", 2)] // A negative size.
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "'{1}'", 1)] // A commit without a size.
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "'{2,null}'", 2)]
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "null", 1)] // Fewer events than commits.
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "null", 3)]
    [InlineData("'{s/a}'", "'{null}'", "null", 1)] // No expected version.
    [InlineData("'{s/a,s/b}'", "'{0,null}'", "'{1,1}'", 2)]
    [InlineData("'{s/a,s/b}'", "'{0,null}'", "'{2,1}'", 3)]
    [InlineData("'{s/a,s/b}'", "'{0}'", "null", 2)]
    [InlineData("'{null}'", "'{0}'", "null", 1)] // No stream.
    [InlineData("'{}'", "'{}'", "'{}'", 0)] // No commit.
    [InlineData("'{s/a,s/a}'", "'{0,0}'", "null", 2)] // One stream twice.
    [InlineData("'{s/a,s/a}'", "'{-1,-1}'", "'{1,1}'", 2)]
    public async Task Arguments_that_do_not_fit_together_write_nothing(
        string streams, string expected, string sizes, int events)
    {
        var database = await CreateDatabaseAsync();
        var commits = streams == "'{}'" ? 0 : streams.Count(character => character == ',') + 1;
        await using var command = database.Application.CreateCommand($"""
            select orchestrix.append_commits(
                0::smallint, {streams}, {expected},
                array(select gen_random_uuid() from generate_series(1, {commits})),
                null, null, {sizes}, null, null, null, null, null,
                array(select gen_random_uuid() from generate_series(1, {events})),
                array_fill('t'::text, array[{events}]), array_fill(1, array[{events}]),
                array_fill('{"{}"}'::jsonb, array[{events}]))
            """);

        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from orchestrix.events"));
    }

    [Theory]
    [InlineData("array['a','b','c']", "null")]
    [InlineData("null", "array['a','b','c']")]
    public async Task More_metadata_than_commits_writes_nothing(string commands, string actors)
    {
        var database = await CreateDatabaseAsync();
        await using var command = database.Application.CreateCommand($"""
            select orchestrix.append_commits(
                0::smallint, '{"{s/a,s/b}"}', '{"{0,0}"}', array[gen_random_uuid(), gen_random_uuid()],
                {commands}, null, null, null, null, null, {actors}, null,
                array[gen_random_uuid(), gen_random_uuid()], array['t','t'], array[1,1],
                array['{"{}"}'::jsonb, '{"{}"}'::jsonb])
            """);

        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from orchestrix.events"));
    }

    [Fact]
    public async Task The_look_up_of_a_command_never_goes_through_the_whole_stream()
    {
        var database = await CreateDatabaseAsync();
        var plan = string.Join('\n', await PlanAsync(database));
        Assert.Contains("events_command", plan, StringComparison.Ordinal);
    }

    private static async Task<List<string>> PlanAsync(TestDatabase database)
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        using var file = new StreamReader(typeof(Orchestrix.PostgreSQL.EventStore.PostgreSQLEventStore).Assembly
            .GetManifestResourceStream("Orchestrix.PostgreSQL.EventStore.Sql.find_command.sql")!);
        var statement = (await file.ReadToEndAsync())
            .Replace("$1", "'s/a'", StringComparison.Ordinal).Replace("$2", "'c'", StringComparison.Ordinal);
        await using var command = new NpgsqlCommand($"explain {statement}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
