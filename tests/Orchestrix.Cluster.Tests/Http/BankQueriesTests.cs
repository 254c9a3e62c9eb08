using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Http;

/// <summary>The bank's read models over HTTP: every answer says which position it is true at.</summary>
public sealed class BankQueriesTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string PositionHeader = "X-Log-Position";

    private BankApi Api => fixture.Api;

    [Fact]
    public async Task A_caller_finds_what_it_has_just_written_by_the_position_of_the_reply()
    {
        var owner = NewOwner();
        for (var number = 1; number <= 20; number++)
        {
            var opened = await Api.PostAsync("/accounts", Account($"{owner}-{number:00}", owner));
            await HttpAssert.SuccessAsync(HttpStatusCode.Created, opened);

            var found = await Api.GetAsync($"/accounts?owner={owner}", (PositionHeader, Position(opened)));

            Assert.Equal(number, (await OkAsync(found))["accounts"]!.AsArray().Count);
            Assert.True(At(found) >= At(opened));
        }
    }

    [Fact]
    public async Task Accounts_of_an_owner_are_paged_by_links()
    {
        var owner = NewOwner();
        HttpResponseMessage? last = null;
        foreach (var number in new[] { 3, 1, 4, 2, 5 })
            last = await Api.PostAsync("/accounts", Account($"{owner}-{number}", owner));
        var pages = new List<string[]>();

        for (var next = $"/accounts?owner={owner}&limit=2"; next is not null;)
        {
            var page = await OkAsync(await Api.GetAsync(next, (PositionHeader, Position(last!))));
            pages.Add([.. page["accounts"]!.AsArray().Select(one => (string)one!["id"]!)]);
            next = (string?)page["next"];
        }

        Assert.Equal(
            [[$"{owner}-1", $"{owner}-2"], [$"{owner}-3", $"{owner}-4"], [$"{owner}-5"]], pages);
    }

    [Fact]
    public async Task The_day_of_an_account_adds_up()
    {
        var owner = NewOwner();
        await Api.PostAsync("/accounts", Account(owner, owner));
        await Api.PostAsync($"/accounts/{owner}/deposits", Amount("10.50"));
        var last = await Api.PostAsync($"/accounts/{owner}/withdrawals", Amount("4.25"));

        var answer = await Api.GetAsync($"/accounts/{owner}/days?to=9999-12-31", (PositionHeader, Position(last)));

        var day = Assert.Single((await OkAsync(answer))["days"]!.AsArray())!;
        Assert.Equal(
            ("EUR", 0m, 10.5m, 4.25m, 6.25m, 2),
            ((string?)day["currency"], (decimal)day["openingBalance"]!, (decimal)day["credits"]!,
                (decimal)day["debits"]!, (decimal)day["closingBalance"]!, (int)day["bookings"]!));
        var before = await OkAsync(await Api.GetAsync($"/accounts/{owner}/days?to=1999-12-31"));
        Assert.Empty(before["days"]!.AsArray());
    }

    [Fact]
    public async Task Totals_and_activity_follow_the_bookings()
    {
        var owner = NewOwner();
        await Api.PostAsync("/accounts", Account(owner, owner, "ISK"));
        HttpResponseMessage? last = null;
        foreach (var amount in new[] { 100, 200, 300 })
            last = await Api.PostAsync($"/accounts/{owner}/deposits", Amount($"{amount}", "ISK"));

        var totals = await OkAsync(await Api.GetAsync("/bank/totals", (PositionHeader, Position(last!))));
        var activity = await OkAsync(await Api.GetAsync(
            "/bank/activity?currency=ISK&limit=1", (PositionHeader, Position(last!))));

        var krona = totals["totals"]!.AsArray().Single(one => (string?)one!["currency"] == "ISK")!;
        Assert.Equal((1L, 600m, 3L), ((long)krona["accounts"]!, (decimal)krona["balance"]!, (long)krona["bookings"]!));
        var busiest = Assert.Single(activity["accounts"]!.AsArray())!;
        Assert.Equal((owner, 600m, 3L), ((string?)busiest["accountId"], (decimal)busiest["turnover"]!,
            (long)busiest["bookings"]!));
    }

    [Theory]
    [InlineData("/accounts?owner=Nobody")]
    [InlineData("/accounts/nobody/days")]
    [InlineData("/bank/totals")]
    [InlineData("/bank/activity")]
    public async Task A_position_that_is_not_reached_is_waited_for_and_then_said(string path)
    {
        var late = await Api.GetAsync(path, (PositionHeader, "1000000000"));

        var problem = await HttpAssert.ProblemAsync(
            HttpStatusCode.ServiceUnavailable, "orchestrix.projection-behind", late);
        Assert.Contains("position 1000000000; the read model is at", (string?)problem["detail"],
            StringComparison.Ordinal);
        Assert.NotNull(late.Headers.RetryAfter);
        await OkAsync(await Api.GetAsync(path));
    }

    [Theory]
    [InlineData("/accounts", "owner")]
    [InlineData("/accounts?owner=a&limit=0", "limit")]
    [InlineData("/accounts?owner=a&after=%20", "after")]
    [InlineData("/accounts/a/days?from=yesterday", "from")]
    [InlineData("/accounts/a/days?from=2026-02-01&to=2026-01-01", "to")]
    [InlineData("/bank/activity?currency=XXX", "currency")]
    public async Task A_question_that_cannot_be_meant_is_refused(string path, string field)
    {
        var problem = await HttpAssert.ProblemAsync(
            HttpStatusCode.BadRequest, "command.invalid", await Api.GetAsync(path));
        Assert.Equal([field], HttpAssert.Fields(problem));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("99999999999999999999")]
    public async Task A_position_that_is_none_is_refused(string position)
    {
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid",
            await Api.GetAsync("/bank/totals", (PositionHeader, position)));
        Assert.Equal([PositionHeader], HttpAssert.Fields(problem));
    }

    private static string NewOwner() => $"o{Guid.NewGuid():N}";

    private static string Account(string id, string owner, string currency = "EUR") =>
        $$"""{"id":"{{id}}","owner":"{{owner}}","currency":"{{currency}}"}""";

    private static string Amount(string amount, string currency = "EUR") =>
        $$"""{"amount":{{amount}},"currency":"{{currency}}"}""";

    private static string Position(HttpResponseMessage response) =>
        Assert.Single(response.Headers.GetValues(PositionHeader));

    private static long At(HttpResponseMessage response) =>
        long.Parse(Position(response), CultureInfo.InvariantCulture);

    private static Task<JsonNode> OkAsync(HttpResponseMessage response) =>
        HttpAssert.SuccessAsync(HttpStatusCode.OK, response);
}
