using Npgsql;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>What the application's role may send to <c>append_commits</c>, and what the function believes.</summary>
public sealed class ForgeryTests(PostgresFixture fixture) : StoreTests(fixture)
{
    [Theory]
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "'{2,1}'", "'{1,2,2}'")] // Sizes that lie, with the right sum.
    [InlineData("'{s/a}'", "'{0}'", "'{0}'", "'{}'")] // A commit without events.
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "'{3,-1}'", "'{1,1}'")] // A negative size.
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "'{1}'", "'{1}'")] // A commit without a size.
    [InlineData("'{s/a}'", "'{null}'", "'{1}'", "'{1}'")] // No expected version.
    [InlineData("'{null}'", "'{0}'", "'{1}'", "'{1}'")] // No stream.
    [InlineData("'{s/a}'", "'{0}'", "'{1}'", "'{2}'")] // An event of no commit.
    [InlineData("'{s/a}'", "'{0}'", "'{1}'", "'{null}'")]
    [InlineData("'{s/a}'", "'{0}'", "'{1}'", "'{1,1}'")] // An event too many.
    [InlineData("'{s/a,s/a}'", "'{0,0}'", "'{1,1}'", "'{1,2}'")] // One stream twice.
    [InlineData("'{s/a,s/b}'", "'{0,0}'", "'{1,1}'", "'{2,1}'")] // Events in another order than their commits.
    public async Task Arguments_that_do_not_fit_together_write_nothing(
        string streams, string expected, string sizes, string eventCommits)
    {
        var database = await CreateDatabaseAsync();
        var count = eventCommits.Count(character => character == ',') + (eventCommits == "'{}'" ? 0 : 1);
        await using var command = database.Application.CreateCommand($"""
            select orchestrix.append_commits(
                0::smallint, {streams}, {expected}, array(select gen_random_uuid() from generate_series(1, 2)),
                '{"{null,null}"}', '{"{null,null}"}', {sizes}, {eventCommits},
                array(select gen_random_uuid() from generate_series(1, {count})),
                array_fill('t'::text, array[{count}]), array_fill(1, array[{count}]), null, null, null, null, null,
                array_fill('{"{}"}'::jsonb, array[{count}]))
            """);
        // A commit has one id; the arrays of a single commit are cut to it.
        if (!streams.Contains(',', StringComparison.Ordinal))
        {
            command.CommandText = command.CommandText.Replace("(1, 2)", "(1, 1)", StringComparison.Ordinal)
                .Replace("{null,null}", "{null}", StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from orchestrix.events"));
        Assert.Equal(0L, await database.ScalarAsync<long>("select last_position from orchestrix.log_shards"));
    }

    [Fact]
    public async Task The_look_up_of_a_command_never_goes_through_the_whole_stream()
    {
        var database = await CreateDatabaseAsync();
        var plan = string.Join('\n', await PlanAsync(database));
        Assert.Contains("events_commit_key", plan, StringComparison.Ordinal);
    }

    private static async Task<List<string>> PlanAsync(TestDatabase database)
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        using var file = new StreamReader(typeof(Orchestrix.PostgreSQL.EventStore.PostgreSQLEventStore).Assembly
            .GetManifestResourceStream("Orchestrix.PostgreSQL.EventStore.Sql.find_command.sql")!);
        var statement = (await file.ReadToEndAsync())
            .Replace("$1", "0", StringComparison.Ordinal).Replace("$2", "'s/a'", StringComparison.Ordinal)
            .Replace("$3", "'c'", StringComparison.Ordinal);
        await using var command = new NpgsqlCommand($"explain {statement}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
