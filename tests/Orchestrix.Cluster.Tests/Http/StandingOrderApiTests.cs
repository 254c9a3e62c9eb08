using System.Net;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Http;

/// <summary>Standing orders over HTTP, with a real silo whose reminders tick.</summary>
public class StandingOrderApiTests(TransferFixture fixture) : IClassFixture<TransferFixture>
{
    private readonly string _id = Guid.NewGuid().ToString("N");

    private BankApi Api => fixture.Api;

    private DateOnly Today => fixture.Today;

    [Fact]
    public async Task An_order_that_is_due_pays_once_and_ends_after_its_last_day()
    {
        var (from, to) = (await fixture.OpenAsync(), await fixture.OpenAsync());
        var response = await OpenAsync(from, to, end: Today);
        var opened = await HttpAssert.SuccessAsync(HttpStatusCode.Created, response);
        Assert.Equal($"/standing-orders/{_id}", response.Headers.Location?.ToString());
        Assert.Equal(("active", "monthly", $"{Today:yyyy-MM-dd}"),
            ((string?)opened["status"], (string?)opened["frequency"], (string?)opened["nextDueOn"]));

        await UntilAsync("ended");

        var order = await GetAsync();
        var execution = Assert.Single(order["executions"]!.AsArray())!;
        Assert.Equal((1, "completed", $"/transfers/{_id}.1"),
            ((int?)execution["number"], (string?)execution["outcome"], (string?)execution["transfer"]));
        Assert.Equal((90, 110), (await fixture.BalanceAsync(from), await fixture.BalanceAsync(to)));
        var transfer = await HttpAssert.SuccessAsync(
            HttpStatusCode.OK, await Api.GetAsync((string)execution["transfer"]!));
        Assert.Equal("completed", (string?)transfer["status"]);
        Assert.Equal(
            ["standing-order.opened", "standing-order.execution-begun", "standing-order.execution-ended",
                "standing-order.ended"],
            await fixture.Silo.EventTypesAsync("standing-order", _id));
    }

    [Fact]
    public async Task An_execution_that_an_account_refuses_is_recorded_and_the_order_goes_on()
    {
        var (from, to) = (await fixture.OpenAsync(funds: 1), await fixture.OpenAsync());
        await HttpAssert.SuccessAsync(HttpStatusCode.Created, await OpenAsync(from, to));
        await Until.TrueAsync(async () => (string?)(await GetAsync())["executions"]!.AsArray()
            .SingleOrDefault()?["outcome"] == "refused");

        var order = await GetAsync();
        Assert.Equal("account.insufficient-funds", (string?)order["executions"]![0]!["code"]);
        Assert.Equal(("active", $"{Today.AddMonths(1):yyyy-MM-dd}"),
            ((string?)order["status"], (string?)order["nextDueOn"]));
    }

    [Fact]
    public async Task An_execution_whose_transfer_was_started_before_a_crash_is_found_and_not_made_again()
    {
        var (from, to) = (await fixture.OpenAsync(), await fixture.OpenAsync());
        // What a crash between the transfer and its record leaves behind.
        await HttpAssert.SuccessAsync(HttpStatusCode.Accepted, await Api.PostAsync(
            "/transfers", $$"""{"from":"{{from}}","to":"{{to}}","amount":10,"currency":"EUR"}""",
            ("Idempotency-Key", $"{_id}.1")));
        await HttpAssert.SuccessAsync(HttpStatusCode.Created, await OpenAsync(from, to, end: Today));
        await UntilAsync("ended");

        Assert.Equal((90, 110), (await fixture.BalanceAsync(from), await fixture.BalanceAsync(to)));
        Assert.Equal("completed", (string?)(await GetAsync())["executions"]![0]!["outcome"]);
    }

    [Fact]
    public async Task An_order_for_later_is_paused_resumed_and_cancelled()
    {
        var (from, to) = (await fixture.OpenAsync(), await fixture.OpenAsync());
        await HttpAssert.SuccessAsync(HttpStatusCode.Created, await OpenAsync(from, to, start: Today.AddDays(1)));

        Assert.Equal("paused", (string?)(await ActAsync("pause"))["status"]);
        await HttpAssert.ProblemAsync(
            HttpStatusCode.Conflict, "standing-order.already-paused", await Api.PostAsync(Path("pause"), null));
        Assert.Equal("active", (string?)(await ActAsync("resume"))["status"]);
        await HttpAssert.ProblemAsync(
            HttpStatusCode.BadRequest, "command.invalid", await Api.PostAsync(Path("cancel"), """{"reason":""}"""));
        var cancelled = await ActAsync("cancel", """{"reason":"moved"}""");
        Assert.Equal(("cancelled", 0), ((string?)cancelled["status"], (int?)cancelled["executed"]));
        Assert.Null(cancelled["nextDueOn"]);
        await HttpAssert.ProblemAsync(
            HttpStatusCode.Conflict, "standing-order.over", await Api.PostAsync(Path("resume"), null));
        Assert.Equal(100, await fixture.BalanceAsync(from));
    }

    [Fact]
    public async Task A_repeated_request_opens_one_order_and_another_one_under_its_id_is_refused()
    {
        var start = Today.AddDays(1);
        await HttpAssert.SuccessAsync(HttpStatusCode.Created, await OpenAsync("a", "b", start: start));
        var again = await OpenAsync("a", "b", start: start);
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        await HttpAssert.ProblemAsync(
            HttpStatusCode.UnprocessableEntity, "orchestrix.command-id-reused",
            await OpenAsync("a", "c", start: start));
        await HttpAssert.ProblemAsync(
            HttpStatusCode.Conflict, "standing-order.already-open",
            await Api.PostAsync("/standing-orders", Body("a", "b", start, null, "monthly")));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_reported_at_once()
    {
        var problem = await HttpAssert.ProblemAsync(
            HttpStatusCode.BadRequest, "command.invalid",
            await Api.PostAsync("/standing-orders", Body("a", "a", Today, Today.AddDays(-1), "hourly")));
        Assert.Equal(["to", "frequency", "end"], HttpAssert.Fields(problem));
        await HttpAssert.ProblemAsync(
            HttpStatusCode.Conflict, "standing-order.starts-in-the-past",
            await OpenAsync("a", "b", start: Today.AddDays(-2)));
        await HttpAssert.ProblemAsync(
            HttpStatusCode.NotFound, "standing-order.not-found", await Api.GetAsync($"/standing-orders/{_id}x"));
        await HttpAssert.ProblemAsync(
            HttpStatusCode.BadRequest, "command.invalid", await Api.GetAsync("/standing-orders/.x"));
    }

    private string Path(string act) => $"/standing-orders/{_id}/{act}";

    private async Task<JsonNode> ActAsync(string act, string? body = null) =>
        await HttpAssert.SuccessAsync(HttpStatusCode.OK, await Api.PostAsync(Path(act), body));

    private Task<HttpResponseMessage> OpenAsync(string from, string to, DateOnly? start = null, DateOnly? end = null) =>
        Api.PostAsync(
            "/standing-orders", Body(from, to, start ?? Today, end, "monthly"), ("Idempotency-Key", $"open-{_id}"));

    private async Task<JsonNode> GetAsync() =>
        await HttpAssert.SuccessAsync(HttpStatusCode.OK, await Api.GetAsync($"/standing-orders/{_id}"));

    private Task UntilAsync(string status) =>
        Until.TrueAsync(async () => (string?)(await GetAsync())["status"] == status);

    private string Body(string from, string to, DateOnly start, DateOnly? end, string frequency)
    {
        var body = new JsonObject
        {
            ["id"] = _id,
            ["from"] = from,
            ["to"] = to,
            ["amount"] = 10,
            ["currency"] = "EUR",
            ["frequency"] = frequency,
            ["start"] = $"{start:yyyy-MM-dd}",
        };
        if (end is { } last)
            body["end"] = $"{last:yyyy-MM-dd}";
        return body.ToJsonString();
    }
}
