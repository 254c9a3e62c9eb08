using System.Net;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Http;

public class AccountApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Ada = """{"owner":"Ada","currency":"EUR","overdraftLimit":50}""";
    private const string Ten = """{"amount":10,"currency":"EUR"}""";

    private BankApi Api => fixture.Api;

    [Fact]
    public async Task Opening_answers_201_with_the_account_its_address_and_its_version()
    {
        var response = await Api.PostAsync("/accounts", Ada);
        var account = await HttpAssert.SuccessAsync(HttpStatusCode.Created, response);
        Assert.Equal($"/accounts/{account["id"]}", response.Headers.Location?.ToString());
        Assert.Equal("\"1\"", response.Headers.ETag?.Tag);
        account.AsObject().Remove("id");
        Assert.Equal("""{"owner":"Ada","currency":"EUR","balance":0.00,"overdraftLimit":50.00,"available":50.00,"""
            + "\"status\":\"open\",\"version\":1}", account.ToJsonString());
    }

    [Fact]
    public async Task Every_command_has_its_address()
    {
        var account = await OpenAsync();
        await OkAsync(await Api.PostAsync($"{account}/deposits",
            """
            {"amount":"10.50","currency":"EUR","reference":"in",
             "booking":{"operation":"cash-deposit","bookedOn":"1993-01-01"}}
            """));
        await OkAsync(await Api.PostAsync($"{account}/withdrawals", Ten));
        await OkAsync(await Api.PostAsync($"{account}/interest", """{"amount":0.01,"currency":"EUR"}"""));
        await OkAsync(await Api.SendAsync(
            HttpMethod.Put, $"{account}/overdraft-limit", """{"limit":0,"currency":"EUR"}"""));
        await OkAsync(await Api.PostAsync($"{account}/freeze", """{"reason":"check"}"""));
        await OkAsync(await Api.PostAsync($"{account}/unfreeze", null));
        await OkAsync(await Api.PostAsync($"{account}/withdrawals", """{"amount":0.51,"currency":"EUR"}"""));
        var closed = await OkAsync(await Api.PostAsync($"{account}/close", null));
        Assert.Equal(("closed", 9), ((string?)closed["status"], (int?)closed["version"]));
    }

    [Fact]
    public async Task Reading_answers_with_an_ETag_and_304_if_nothing_has_changed()
    {
        var account = await OpenAsync();
        var response = await Api.GetAsync(account);
        await OkAsync(response);
        Assert.Equal("\"1\"", response.Headers.ETag?.Tag);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal(HttpStatusCode.NotModified, (await Api.GetAsync(account, ("If-None-Match", "\"1\""))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync(account, ("If-None-Match", "\"0\""))).StatusCode);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer_and_changes_nothing()
    {
        var account = await OpenAsync();
        var first = await Api.PostAsync($"{account}/deposits", Ten, ("Idempotency-Key", "k1"));
        await Api.PostAsync($"{account}/deposits", Ten, ("Idempotency-Key", "k2"));
        var again = await Api.PostAsync(
            $"{account}/deposits", """{"currency":"EUR","amount":10.0}""", ("Idempotency-Key", "\"k1\""));
        Assert.Equal((await OkAsync(first)).ToJsonString(), (await OkAsync(again)).ToJsonString());
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal(20m, (decimal?)(await OkAsync(await Api.GetAsync(account)))["balance"]);
    }

    [Fact]
    public async Task A_repeated_opening_without_an_id_hits_the_same_account()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await HttpAssert.SuccessAsync(HttpStatusCode.Created, await Api.PostAsync("/accounts", Ada, key));
        var again = await HttpAssert.SuccessAsync(HttpStatusCode.Created, await Api.PostAsync("/accounts", Ada, key));
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, "orchestrix.command-id-reused",
            await Api.PostAsync("/accounts", """{"owner":"Eve","currency":"EUR"}""", key));
    }

    [Fact]
    public async Task An_id_of_ones_own_is_taken_once()
    {
        var body = $$"""{"id":"own-{{Guid.NewGuid():N}}","owner":"Ada","currency":"EUR"}""";
        await HttpAssert.SuccessAsync(HttpStatusCode.Created, await Api.PostAsync("/accounts", body));
        await HttpAssert.ProblemAsync(
            HttpStatusCode.Conflict, "account.already-open", await Api.PostAsync("/accounts", body));
    }

    [Fact]
    public async Task A_version_that_is_met_is_accepted_and_a_stale_one_is_412()
    {
        var account = await OpenAsync();
        await OkAsync(await Api.PostAsync($"{account}/deposits", Ten, ("If-Match", "\"1\"")));
        await OkAsync(await Api.PostAsync($"{account}/deposits", Ten, ("If-Match", "*")));
        var stale = await HttpAssert.ProblemAsync(HttpStatusCode.PreconditionFailed, "orchestrix.concurrency",
            await Api.PostAsync($"{account}/deposits", Ten, ("If-Match", "\"1\"")));
        Assert.Equal(3, (long?)stale["currentVersion"]);
    }

    [Fact]
    public async Task The_statement_is_paged_by_links()
    {
        var account = await OpenAsync();
        for (var count = 0; count < 4; count++)
            await Api.PostAsync($"{account}/deposits", Ten);
        var balances = new List<decimal>();
        for (var next = $"{account}/statement?limit=2"; next is not null;)
        {
            var page = await OkAsync(await Api.GetAsync(next));
            balances.AddRange(page["entries"]!.AsArray().Select(entry => (decimal)entry!["balance"]!));
            next = (string?)page["next"];
        }
        Assert.Equal([10m, 20m, 30m, 40m], balances);
    }

    [Fact]
    public async Task Events_are_paged_by_links_and_carry_who_and_why()
    {
        var account = await OpenAsync();
        await Api.PostAsync($"{account}/deposits", Ten, ("Idempotency-Key", "k"),
            ("X-Correlation-Id", "conversation-1"));
        var first = await OkAsync(await Api.GetAsync($"{account}/events?limit=1"));
        Assert.Equal("account.opened", (string?)first["events"]![0]!["type"]);
        var second = await OkAsync(await Api.GetAsync((string)first["next"]!));
        var deposited = Assert.Single(second["events"]!.AsArray())!;
        Assert.Equal(("account.money-deposited", 1, "k", "conversation-1", TestKey.Actor),
            ((string?)deposited["type"], (int?)deposited["schemaVersion"], (string?)deposited["commandId"],
                (string?)deposited["correlationId"], (string?)deposited["actor"]));
        Assert.Equal(10m, (decimal?)deposited["data"]!["amount"]!["amount"]);
        Assert.Null(second["next"]);
    }

    [Theory]
    [InlineData("mine-1", true)]
    [InlineData("not mine", false)]
    public async Task A_sound_correlation_id_is_kept_and_another_is_replaced(string sent, bool kept)
    {
        var answered = Assert.Single(
            (await Api.GetAsync("/health/live", ("X-Correlation-Id", sent))).Headers.GetValues("X-Correlation-Id"));
        Assert.Equal(kept, answered == sent);
        Assert.NotEmpty(answered);
    }

    [Fact]
    public async Task The_document_describes_the_addresses_headers_and_problems()
    {
        var document = await OkAsync(await Api.GetAsync("/openapi/v1.json"));
        var paths = document["paths"]!.AsObject();
        Assert.Equal(26, paths.Sum(path => path.Value!.AsObject().Count));
        var deposit = paths["/accounts/{id}/deposits"]!["post"]!;
        var parameters = deposit["parameters"]!.AsArray().ToDictionary(p => (string)p!["name"]!, p => p!);
        Assert.Equal(["Idempotency-Key", "If-Match", "id"], parameters.Keys.Order(StringComparer.Ordinal));
        Assert.NotEmpty((string)parameters["Idempotency-Key"]["description"]!);
        foreach (var status in new[] { "400", "404", "409", "412", "413", "415", "422", "429", "503" })
            Assert.NotNull(deposit["responses"]![status]!["content"]!["application/problem+json"]);
        Assert.NotNull(deposit["responses"]!["503"]!["headers"]!["Retry-After"]);
        Assert.NotNull(deposit["responses"]!["200"]!["headers"]!["ETag"]);
        var totals = paths["/bank/totals"]!["get"]!;
        Assert.Equal("X-Log-Position", (string?)totals["parameters"]![0]!["name"]);
        Assert.NotNull(totals["responses"]!["200"]!["headers"]!["X-Log-Position"]);
        var booking = document["components"]!["schemas"]!["BookingRequest"]!;
        Assert.Equal("number", (string?)booking["properties"]!["amount"]!["type"]);
        Assert.NotEmpty((string)booking["properties"]!["amount"]!["description"]!);
    }

    private async Task<string> OpenAsync()
    {
        var opened = await Api.PostAsync("/accounts", Ada);
        await HttpAssert.SuccessAsync(HttpStatusCode.Created, opened);
        return opened.Headers.Location!.ToString();
    }

    private static Task<JsonNode> OkAsync(HttpResponseMessage response) =>
        HttpAssert.SuccessAsync(HttpStatusCode.OK, response);
}
