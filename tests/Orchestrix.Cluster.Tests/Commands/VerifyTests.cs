using System.Text.Json;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Commands;

/// <summary><c>orchestrix verify</c> as a process.</summary>
public sealed class VerifyTests(PostgresFixture fixture) : LogCommandTests(fixture)
{
    private const string Seal = "select orchestrix.seal_log(0::smallint, 4096)";

    [Fact]
    public async Task An_intact_log_is_told_by_its_hash_and_the_anchor_moves_on()
    {
        var database = await CreateBankAsync(deposits: 4);
        await database.ExecuteAsync(Seal);
        var anchor = PathOf("bank.anchor");

        var first = await RunAsync(database, "verify", "--anchor", anchor, "--json");
        await AppendAsync(database, "test/later", "test.later", "{}");
        await database.ExecuteAsync(Seal);
        await AppendAsync(database, "test/last", "test.last", "{}");
        var second = await RunAsync(database, "verify", "--anchor", anchor, "--json");
        var whole = await RunAsync(database, "verify", "--anchor", anchor, "--whole", "--parallel", "1", "--json");

        var (one, two, three) = (
            JsonElement.Parse(first.Output), JsonElement.Parse(second.Output), JsonElement.Parse(whole.Output));
        Assert.Equal((0, 0, 0), (first.Code, second.Code, whole.Code));
        Assert.Equal((5, 0, 5, 0), (
            Number(one, "events"), Number(one, "after"), Number(one, "to"), Number(one, "unsealed")));
        Assert.Equal((1, 5, 6, 1), (
            Number(two, "events"), Number(two, "after"), Number(two, "to"), Number(two, "unsealed")));
        Assert.Equal((6, 0), (Number(three, "events"), Number(three, "after")));
        Assert.NotEqual(one.GetProperty("hash").GetString(), two.GetProperty("hash").GetString());
        var kept = JsonElement.Parse(await File.ReadAllTextAsync(anchor, Cancelled));
        Assert.Equal((6, two.GetProperty("hash").GetString()), (
            Number(kept, "position"), kept.GetProperty("hash").GetString()));
        Assert.Equal([anchor], Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task A_changed_event_is_named_and_the_anchor_stays()
    {
        var database = await CreateBankAsync(deposits: 4);
        await database.ExecuteAsync(Seal);
        var anchor = PathOf("bank.anchor");
        await database.ExecuteAsync(
            "alter table orchestrix.events disable trigger user; "
            + "update orchestrix.events set data = jsonb_set(data, '{amount,amount}', '150') where position = 3");

        var (code, output, _) = await RunAsync(database, "verify", "--anchor", anchor, "--json");
        var words = await RunAsync(database, "verify");

        var finding = JsonElement.Parse(output).GetProperty("finding");
        Assert.Equal((4, 4, "altered", 3, "account/ada", 3), (
            code, words.Code, finding.GetProperty("kind").GetString(), Number(finding, "position"),
            finding.GetProperty("stream").GetString(), Number(finding, "version")));
        Assert.StartsWith(
            "NOT INTACT. The event at position 3 is not what it was.", words.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", words.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(anchor));
    }

    [Fact]
    public async Task A_log_that_was_restored_as_of_an_earlier_time_does_not_fit_its_anchor()
    {
        var database = await CreateBankAsync(deposits: 4);
        var anchor = PathOf("bank.anchor");
        await File.WriteAllTextAsync(anchor, $$"""{"position":9,"hash":"{{new string('a', 64)}}"}""", Cancelled);

        var (code, output, _) = await RunAsync(database, "verify", "--anchor", anchor);

        Assert.Equal(4, code);
        Assert.Contains(
            "ends at position 5 and was verified up to 9: it was restored", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_whose_seals_were_deleted_is_not_intact_unless_the_time_without_seals_is_allowed_for()
    {
        var database = await CreateBankAsync(deposits: 4);
        await database.ExecuteAsync(Seal);
        await database.ExecuteAsync("""
            alter table orchestrix.events disable trigger user;
            alter table orchestrix.log_seals disable trigger user;
            update orchestrix.events set recorded_at = now() - interval '6 minutes';
            truncate orchestrix.log_seals
            """);

        var (code, output, _) = await RunAsync(database, "verify", "--json");
        var allowed = await RunAsync(database, "verify", "--max-unsealed", "3600");

        var finding = JsonElement.Parse(output).GetProperty("finding");
        Assert.Equal((4, "seal_missing", 1), (
            code, finding.GetProperty("kind").GetString(), Number(finding, "position")));
        Assert.Equal(0, allowed.Code);
        Assert.Contains("Not sealed yet: 5 events, the first of them for 3", allowed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"position":0,"hash":"aa"}""")]
    [InlineData("""{"position":5,"hash":"aa"}""")]
    [InlineData("""{"position":5,"hash":"xyz"}""")]
    public async Task A_file_that_is_no_anchor_is_refused(string content)
    {
        var database = await CreateDatabaseAsync();
        var anchor = PathOf("bank.anchor");
        await File.WriteAllTextAsync(anchor, content, Cancelled);

        var (code, _, errors) = await RunAsync(database, "verify", "--anchor", anchor);

        Assert.Equal(1, code);
        Assert.StartsWith($"orchestrix: {anchor} cannot be read as an anchor", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task An_empty_log_is_intact()
    {
        var (code, output, _) = await RunAsync(await CreateDatabaseAsync(), "verify");

        Assert.Equal(0, code);
        Assert.Contains("Intact: 0 events", output, StringComparison.Ordinal);
    }

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
}
