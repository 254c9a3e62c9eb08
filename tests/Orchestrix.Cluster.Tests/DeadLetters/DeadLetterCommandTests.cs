using System.Text.Json;
using Bank.Projections;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.DeadLetters;
using Orchestrix.PostgreSQL.DeadLetters;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.DeadLetters;

/// <summary>The program <c>orchestrix</c> as a process, on a real database, as the application's role.</summary>
public sealed class DeadLetterCommandTests(PostgresFixture fixture)
{
    [Fact]
    public async Task Letters_are_listed_shown_replayed_and_discarded()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var store = new PostgreSQLDeadLetterStore(database.Application);
        var one = await store.OpenAsync(Letter("1"), TestContext.Current.CancellationToken);
        var two = await store.OpenAsync(Letter("2"), TestContext.Current.CancellationToken);
        Task<(int Code, string Output, string Errors)> Run(params string[] arguments) =>
            RunAsync(database, ["dead-letters", .. arguments]);

        var listed = await Run("list", "--kind", "saga", "--state", "open", "--limit", "1", "--json");
        var replayed = await Run("replay", $"{one}", "--reason", "the bank is back", "--actor", "ann", "--json");
        var again = await Run("replay", $"{one}", "--reason", "the bank is back", "--json");
        var bulk = await Run("discard", "--all", "--source", "transfer", "--reason", "by hand", "--json");
        var settled = await Run("replay", $"{two}", "--reason", "late");
        var shown = await Run("show", $"{one}", "--json");
        var table = await Run("list");

        Assert.Equal(two, JsonElement.Parse(listed.Output).GetProperty("next_before").GetInt64());
        Assert.Equal((0, "changed"), (replayed.Code, Outcome(replayed.Output)));
        Assert.Equal((0, "unchanged"), (again.Code, Outcome(again.Output)));
        Assert.Equal(2, JsonElement.Parse(bulk.Output).GetProperty("letters").GetArrayLength());
        Assert.Equal(1, settled.Code);
        Assert.Contains("final", settled.Errors, StringComparison.Ordinal);
        var letter = JsonElement.Parse(shown.Output);
        Assert.Equal("discarded", letter.GetProperty("letter").GetProperty("state").GetString());
        Assert.Equal("ann", letter.GetProperty("acts")[0].GetProperty("actor").GetString());
        Assert.Equal(7, letter.GetProperty("payload").GetProperty("amount").GetInt32());
        Assert.Contains("transfer", table.Output, StringComparison.Ordinal);
        var acts = await ActsAsync(database, "dead-letters");
        Assert.Equal(
            [
                ("dead-letter.replay", "the bank is back", $"[\"{one}\"]"), ("dead-letters.discard", "by hand", "[]"),
                ("dead-letters.discard-done", "by hand", $"[\"{one}\",\"{two}\"]"),
            ],
            acts.Select(static each => (
                each.GetProperty("data").GetProperty("act").GetString(),
                each.GetProperty("data").GetProperty("reason").GetString(),
                each.GetProperty("data").GetProperty("subjects").GetRawText())));
        Assert.Equal("ann", acts[0].GetProperty("actor").GetString());
        // Settled letters are deleted with their acts; the log is not.
        Assert.Equal(2, await store.DeleteSettledAsync(
            TimeProvider.System.GetUtcNow().AddDays(1), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(3, (await ActsAsync(database, "dead-letters")).Length);
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused()
    {
        await using var database = await fixture.CreateDatabaseAsync();

        var neither = await RunAsync(database, "dead-letters", "discard", "--reason", "x");
        var both = await RunAsync(database, "dead-letters", "discard", "1", "--all", "--reason", "x");
        var missing = await RunAsync(database, "dead-letters", "show", "77");
        var blank = await RunAsync(database, "dead-letters", "discard", "1", "--reason", " ");
        var unknown = await RunAsync(database, "subscriptions", "reset", "nobody");

        Assert.All([neither, both, missing, blank, unknown], result => Assert.Equal(1, result.Code));
        Assert.Contains("no dead letter 77", missing.Errors, StringComparison.Ordinal);
        Assert.Contains("'nobody'", unknown.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_is_listed_and_divided_anew_at_its_slowest_partition()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var checkpoints = new PostgreSQLCheckpointStore(database.Application);
        foreach (var partition in new[] { 0, 1 })
        {
            await checkpoints.AcquireAsync(
                new("mails", partition, 2), "me", default, TestContext.Current.CancellationToken);
        }

        var reset = await RunAsync(database, "subscriptions", "reset", "mails", "--partitions", "3",
            "--actor", "ann", "--reason", "more load", "--json");
        var listed = await RunAsync(database, "subscriptions", "list", "--json");

        Assert.Equal(0, reset.Code);
        var all = JsonElement.Parse(listed.Output).GetProperty("checkpoints").EnumerateArray().ToArray();
        Assert.Equal([0, 1, 2], all.Select(each => each.GetProperty("partition").GetInt32()));
        Assert.All(all, each => Assert.Equal(0, each.GetProperty("position").GetInt64()));
        var act = Assert.Single(await ActsAsync(database, "subscriptions"));
        Assert.Equal("ann", act.GetProperty("actor").GetString());
        var data = act.GetProperty("data");
        Assert.Equal("subscription.reset", data.GetProperty("act").GetString());
        Assert.Equal("mails", data.GetProperty("subjects")[0].GetString());
        Assert.Equal("more load", data.GetProperty("reason").GetString());
        Assert.Equal("3", data.GetProperty("details").GetProperty("partitions").GetString());
        Assert.Equal("0", data.GetProperty("details").GetProperty("after").GetString());
    }

    [Fact]
    public async Task The_checkpoint_of_a_projection_is_not_reset_because_its_rows_would_not_follow()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var checkpoints = new PostgreSQLCheckpointStore(database.Application);
        var name = new AccountBalances().CheckpointName(1);
        var before = await checkpoints.AcquireAsync(
            new(name, 0, 1), "me", default, TestContext.Current.CancellationToken);

        var refused = await RunAsync(database, "subscriptions", "reset", name, "--after", "0");

        Assert.Equal(1, refused.Code);
        Assert.Contains("Rebuild the projection", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before.Epoch, (await checkpoints.ListAsync(TestContext.Current.CancellationToken)).Single().Epoch);
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(
        TestDatabase database, params string[] arguments) =>
        CommandLineProgram.RunAsync(
            "Orchestrix.Cli", arguments, ("ORCHESTRIX_POSTGRES", database.ApplicationConnectionString));

    private static async Task<JsonElement[]> ActsAsync(TestDatabase database, string kind)
    {
        var listed = await RunAsync(database, "events", $"operator-acts/{kind}", "--json");
        return [.. listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line =>
            JsonElement.Parse(line))];
    }

    private static string Outcome(string json) =>
        JsonElement.Parse(json).GetProperty("letters")[0].GetProperty("outcome").GetString()!;

    private static NewDeadLetter Letter(string item) => new()
    {
        Kind = DeadLetterKind.Saga,
        Source = "transfer",
        Item = item,
        Reason = "timeout",
        Error = "The partner bank did not answer.",
        Attempts = 3,
        FirstFailedAt = TimeProvider.System.GetUtcNow(),
        Payload = """{"amount":7}""",
    };
}
