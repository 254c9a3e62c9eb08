using System.Net;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Http;

/// <summary>Streams, and accounts as they were, over HTTP.</summary>
public sealed class TimeTravelTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly string _id = $"past-{Guid.NewGuid():N}";

    private BankApi Api => fixture.Api;

    [Fact]
    public async Task An_account_is_told_as_it_was_at_a_version_and_at_a_time()
    {
        var times = await HistoryAsync();

        foreach (var query in new[] { "version=2", $"at={times[1]}" })
        {
            var response = await Api.GetAsync($"/accounts/{_id}?{query}");
            var account = await OkAsync(response);
            Assert.Equal((10m, 2L), ((decimal?)account["balance"], (long?)account["version"]));
            Assert.Equal("\"2\"", response.Headers.ETag?.Tag);
        }
        Assert.Equal(30m, (decimal?)(await OkAsync(await Api.GetAsync($"/accounts/{_id}?version=4")))["balance"]);
        Assert.Equal(30m, (decimal?)(await OkAsync(await Api.GetAsync($"/accounts/{_id}?at=9999-12-31T23:59:59Z")))
            ["balance"]);
    }

    [Fact]
    public async Task The_state_of_a_stream_is_told_with_its_place_in_the_log()
    {
        var times = await HistoryAsync();

        foreach (var query in new[] { "version=2", $"at={times[1]}" })
        {
            var found = await OkAsync(await Api.GetAsync($"/streams/account/{_id}/state?{query}"));
            Assert.Equal(($"account/{_id}", 2L, 4L), (
                (string?)found["stream"], (long?)found["version"], (long?)found["streamVersion"]));
            Assert.True((long)found["position"]! > 1);
            Assert.Equal(DateTimeOffset.Parse(Uri.UnescapeDataString(times[1]), null),
                DateTimeOffset.Parse((string)found["recordedAt"]!, null));
            Assert.Equal("""{"amount":10.00,"currency":"EUR"}""", found["state"]!["balance"]!.ToJsonString());
            Assert.Equal("open", (string?)found["state"]!["status"]);
        }
        Assert.Equal(4L, (long?)(await OkAsync(await Api.GetAsync($"/streams/account/{_id}/state")))["version"]);
    }

    [Fact]
    public async Task The_events_of_a_stream_are_CloudEvents_in_pages()
    {
        await HistoryAsync();

        var first = await OkAsync(await Api.GetAsync($"/streams/account/{_id}?limit=3"));
        var second = await OkAsync(await Api.GetAsync((string)first["next"]!));

        Assert.Equal(["1", "2", "3"], first["events"]!.AsArray().Select(one => (string)one!["streamversion"]!));
        var last = Assert.Single(second["events"]!.AsArray())!.AsObject();
        Assert.Null(second["next"]);
        Assert.Equal(("1.0", "urn:orchestrix:log", "account.money-deposited", $"account/{_id}", "application/json"), (
            (string?)last["specversion"], (string?)last["source"], (string?)last["type"], (string?)last["subject"],
            (string?)last["datacontenttype"]));
        Assert.Equal(("4", TestKey.Actor, "key-3"), (
            (string?)last["streamversion"], (string?)last["actor"], (string?)last["commandid"]));
        Assert.Equal("10.00", last["data"]!["amount"]!["amount"]!.ToJsonString());
        Assert.All(last, member => Assert.Matches("^[a-z0-9]{1,20}$", member.Key));
    }

    [Theory]
    [InlineData("/streams/nothing/x", "stream.unknown-type")]
    [InlineData("/streams/nothing/x/state", "stream.unknown-type")]
    [InlineData("/streams/account/never", "stream.not-found")]
    [InlineData("/streams/account/never/state", "stream.not-found")]
    [InlineData("/streams/account/a%2Fb", "stream.not-found")]
    [InlineData("/streams/account/{id}/state?version=5", "stream.beyond-end")]
    [InlineData("/streams/account/{id}/state?at=1993-01-01T00:00:00Z", "stream.before-first-event")]
    [InlineData("/accounts/{id}?version=5", "stream.beyond-end")]
    [InlineData("/accounts/{id}?at=1993-01-01T00:00:00%2B02:00", "stream.before-first-event")]
    [InlineData("/accounts/never?version=1", "account.not-found")]
    public async Task What_is_not_there_is_404_and_says_what(string path, string code)
    {
        await HistoryAsync();

        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, code,
            await Api.GetAsync(path.Replace("{id}", _id, StringComparison.Ordinal)));

        Assert.NotEmpty((string)problem["detail"]!);
        Assert.Equal(code == "stream.beyond-end" ? 4L : null, (long?)problem["currentVersion"]);
    }

    [Theory]
    [InlineData("version=0", "version")]
    [InlineData("version=-1", "version")]
    [InlineData("version=1&at=2026-01-31T12:00:00Z", "at")]
    [InlineData("at=", "at")]
    [InlineData("at=2026-01-31", "at")]
    [InlineData("at=2026-01-31T12:00:00", "at")]
    [InlineData("at=2026-01-31T12:00:00+02:00", "at")]
    [InlineData("at=yesterday", "at")]
    public async Task A_point_that_cannot_be_read_is_400_and_names_the_parameter(string query, string field)
    {
        foreach (var path in new[] { "/accounts/some", "/streams/account/some/state" })
        {
            var problem = await HttpAssert.ProblemAsync(
                HttpStatusCode.BadRequest, "command.invalid", await Api.GetAsync($"{path}?{query}"));
            Assert.Equal([field], HttpAssert.Fields(problem));
        }
    }

    [Theory]
    [InlineData("/accounts/some?version=x", "request.malformed")]
    [InlineData("/streams/account/some/state?version=9223372036854775808", "request.malformed")]
    [InlineData("/streams/account/some?limit=501", "command.invalid")]
    [InlineData("/streams/account/some?from=0", "command.invalid")]
    [InlineData("/streams/account/a%01b", "command.invalid")]
    public async Task A_number_or_a_name_that_is_none_is_400(string path, string code) =>
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, code, await Api.GetAsync(path));

    [Fact]
    public async Task A_command_is_answered_with_the_position_of_its_event()
    {
        var opened = await Api.PostAsync("/accounts", $$"""{"id":"{{_id}}","owner":"Ada","currency":"EUR"}""");
        var position = Assert.Single(opened.Headers.GetValues("X-Log-Position"));

        var events = await OkAsync(await Api.GetAsync($"/streams/account/{_id}"));

        Assert.Equal((string?)events["events"]![0]!["position"], position);
        Assert.False((await Api.GetAsync($"/accounts/{_id}")).Headers.Contains("X-Log-Position"));
    }

    [Fact]
    public async Task The_document_describes_the_parameters_and_the_headers_that_are_sent()
    {
        var paths = (await OkAsync(await Api.GetAsync("/openapi/v1.json")))["paths"]!;

        foreach (var path in new[] { "/accounts/{id}", "/streams/{type}/{key}/state" })
        {
            var parameters = paths[path]!["get"]!["parameters"]!.AsArray();
            foreach (var name in new[] { "version", "at" })
                Assert.NotEmpty((string)parameters.Single(one => (string?)one!["name"] == name)!["description"]!);
        }
        var command = paths["/accounts/{id}/deposits"]!["post"]!["responses"]!["200"]!["headers"]!.AsObject();
        Assert.Equal(["ETag", "Idempotent-Replayed", "X-Correlation-Id", "X-Log-Position"],
            command.Select(header => header.Key).Order(StringComparer.Ordinal));
        var events = paths["/streams/{type}/{key}"]!["get"]!["responses"]!["200"]!["headers"]!.AsObject();
        Assert.Equal(["X-Correlation-Id"], events.Select(header => header.Key));
    }

    /// <summary>Opens the account and deposits ten three times; the times of the four events, for an address.</summary>
    private async Task<string[]> HistoryAsync()
    {
        await Api.PostAsync("/accounts", $$"""{"id":"{{_id}}","owner":"Ada","currency":"EUR"}""");
        for (var count = 1; count <= 3; count++)
        {
            await Api.PostAsync(
                $"/accounts/{_id}/deposits", """{"amount":10,"currency":"EUR"}""", ("Idempotency-Key", $"key-{count}"));
        }
        var events = await OkAsync(await Api.GetAsync($"/accounts/{_id}/events"));
        return [.. events["events"]!.AsArray().Select(one => Uri.EscapeDataString((string)one!["recordedAt"]!))];
    }

    private static Task<JsonNode> OkAsync(HttpResponseMessage response) =>
        HttpAssert.SuccessAsync(HttpStatusCode.OK, response);
}
