using System.Net;
using System.Text.Json.Nodes;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Transfers;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Http;

/// <summary>Transfers as customers make them: over HTTP, with a real silo behind it.</summary>
public class TransferApiTests(TransferFixture fixture) : IClassFixture<TransferFixture>
{
    private readonly string _id = Guid.NewGuid().ToString("N");

    private BankApi Api => fixture.Api;

    [Fact]
    public async Task A_transfer_is_accepted_with_its_address_and_ends_with_its_steps()
    {
        var (from, to) = (await fixture.OpenAsync(), await fixture.OpenAsync());

        var response = await StartAsync(from, to, 30);
        var accepted = await HttpAssert.SuccessAsync(HttpStatusCode.Accepted, response);
        Assert.Equal($"/transfers/{_id}", response.Headers.Location?.ToString());
        Assert.Equal("\"2\"", response.Headers.ETag?.Tag);
        Assert.True(long.Parse(response.Headers.GetValues("X-Log-Position").Single(), null) > 0);
        Assert.Equal((_id, "running", 2),
            ((string?)accepted["id"], (string?)accepted["status"], (int?)accepted["version"]));

        var ended = await EndAsync();
        Assert.Equal(("completed", 30m, "EUR"),
            ((string?)ended["status"], (decimal?)ended["amount"], (string?)ended["currency"]));
        Assert.Equal(["debit", "credit"], ended["steps"]!.AsArray().Select(step => (string?)step!["name"]));
        Assert.All(ended["steps"]!.AsArray(), step =>
        {
            Assert.Equal(("succeeded", 1), ((string?)step!["status"], (int?)step["attempts"]));
            Assert.True((DateTimeOffset)step["begunAt"]! <= (DateTimeOffset)step["endedAt"]!);
            Assert.Null(step["failureCode"]);
            Assert.Null(step["compensation"]);
        });
        Assert.Equal((70, 130), (await fixture.BalanceAsync(from), await fixture.BalanceAsync(to)));
    }

    [Fact]
    public async Task The_same_id_is_the_same_transfer_and_with_another_amount_an_error()
    {
        var (from, to) = (await fixture.OpenAsync(), await fixture.OpenAsync());
        await HttpAssert.SuccessAsync(HttpStatusCode.Accepted, await StartAsync(from, to, 30));
        await EndAsync();

        var again = await StartAsync(from, to, 30);
        var repeated = await HttpAssert.SuccessAsync(HttpStatusCode.OK, again);
        Assert.Equal("completed", (string?)repeated["status"]);
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        await HttpAssert.ProblemAsync(
            HttpStatusCode.UnprocessableEntity, "orchestrix.command-id-reused", await StartAsync(from, to, 31));

        Assert.Equal(70, await fixture.BalanceAsync(from));
    }

    [Theory]
    [InlineData("SELF", "SELF", 1, "EUR", "to", "transfer.to-itself")]
    [InlineData("a", "b", 0, "EUR", "amount", "positive")]
    [InlineData("a", "b", -1, "EUR", "amount", "positive")]
    [InlineData("a", "b", 0.001, "EUR", "amount", "over-precise")]
    [InlineData("a", "b", 1, "XXX", "currency", "unknown-currency")]
    [InlineData("a/b", "b", 1, "EUR", "from", "account-id")]
    [InlineData("a", "", 1, "EUR", "to", "account-id")]
    public async Task A_transfer_that_makes_no_sense_is_400_and_leaves_nothing(
        string from, string to, decimal amount, string currency, string field, string code)
    {
        var problem = await HttpAssert.ProblemAsync(
            HttpStatusCode.BadRequest, "command.invalid", await StartAsync(from, to, amount, currency));

        var error = Assert.Single(problem["errors"]!.AsArray())!;
        Assert.Equal((field, code), ((string?)error["field"], (string?)error["code"]));
        await HttpAssert.ProblemAsync(
            HttpStatusCode.NotFound, "saga.not-found", await Api.GetAsync($"/transfers/{_id}"));
    }

    [Theory]
    [InlineData("from-frozen", AccountRefusals.Frozen, 1)]
    [InlineData("from-nobody", AccountRefusals.NotFound, 1)]
    [InlineData("from-dollars", AccountRefusals.WrongCurrency, 1)]
    [InlineData("from-poor", AccountRefusals.InsufficientFunds, 1)]
    [InlineData("to-frozen", AccountRefusals.Frozen, 2)]
    [InlineData("to-nobody", AccountRefusals.NotFound, 2)]
    [InlineData("to-dollars", AccountRefusals.WrongCurrency, 2)]
    public async Task A_transfer_that_an_account_refuses_ends_compensated_and_moves_nothing(
        string which, string code, int steps)
    {
        var other = which.Split('-')[1] switch
        {
            "nobody" => Guid.NewGuid().ToString("N"),
            "dollars" => await fixture.OpenAsync(currency: "USD"),
            "poor" => await fixture.OpenAsync(funds: 1),
            _ => await fixture.OpenAsync(),
        };
        if (which.EndsWith("frozen", StringComparison.Ordinal))
            await fixture.Silo.Account(other).FreezeAsync(new Freeze("court order"));
        var sound = await fixture.OpenAsync();
        var (from, to) = which.StartsWith("from", StringComparison.Ordinal) ? (other, sound) : (sound, other);

        await HttpAssert.SuccessAsync(HttpStatusCode.Accepted, await StartAsync(from, to, 30));
        var ended = await EndAsync();

        Assert.Equal(("compensated", code), ((string?)ended["status"], (string?)ended["reasonCode"]));
        var timeline = ended["steps"]!.AsArray();
        Assert.Equal(steps, timeline.Count);
        Assert.Equal(("gaveUp", code), ((string?)timeline[^1]!["status"], (string?)timeline[^1]!["failureCode"]));
        if (steps == 2)
        {
            Assert.Equal(("succeeded", 1),
                ((string?)timeline[0]!["compensation"], (int?)timeline[0]!["compensationAttempts"]));
        }
        Assert.Equal(100, await fixture.BalanceAsync(sound));
    }

    [Theory]
    [InlineData("settles", "completed", null)]
    [InlineData("fails", "completed", null)]
    [InlineData("pends", "completed", null)]
    [InlineData("rejects", "compensated", TransferRefusals.RejectedByPartner)]
    public async Task A_transfer_to_a_partner_bank_ends_whatever_the_bank_does(string bank, string status, string? code)
    {
        var from = await fixture.OpenAsync();
        await HttpAssert.SuccessAsync(HttpStatusCode.Accepted, await StartAsync(from, "12345678", 30, bank: bank));

        var ended = await EndAsync();

        Assert.Equal((status, code, bank),
            ((string?)ended["status"], (string?)ended["reasonCode"], (string?)ended["partnerBank"]));
        Assert.Equal(status == "completed" ? 70 : 100, await fixture.BalanceAsync(from));
        Assert.Equal(status == "completed" ? 30 : 0, await fixture.PaidAsync(bank, _id));
    }

    [Fact]
    public async Task A_transfer_that_is_cancelled_in_time_gives_the_money_back_with_actor_and_reason()
    {
        var from = await fixture.OpenAsync();
        await HttpAssert.SuccessAsync(HttpStatusCode.Accepted, await StartAsync(from, "1", 30, bank: "slow-rejects"));

        var cancelled = await HttpAssert.SuccessAsync(HttpStatusCode.Accepted, await CancelAsync("changed my mind"));
        Assert.Equal((true, "saga.cancelled"), ((bool?)cancelled["isCancelled"], (string?)cancelled["reasonCode"]));
        Assert.Equal("compensated", (string?)(await EndAsync())["status"]);

        Assert.Equal((100, 0), (await fixture.BalanceAsync(from), await fixture.PaidAsync("slow-rejects", _id)));
        var events = await HttpAssert.SuccessAsync(
            HttpStatusCode.OK, await Api.GetAsync($"/streams/transfer/{_id}"));
        var act = events["events"]!.AsArray().Single(one => (string?)one!["type"] == "saga.cancel-requested")!["data"]!;
        Assert.Equal((TestKey.Actor, "changed my mind"), ((string?)act["actor"], (string?)act["reason"]));
    }

    [Fact]
    public async Task Cancelling_what_has_ended_or_never_began_or_without_a_reason_is_refused()
    {
        var (from, to) = (await fixture.OpenAsync(), await fixture.OpenAsync());
        await HttpAssert.SuccessAsync(HttpStatusCode.Accepted, await StartAsync(from, to, 30));
        await EndAsync();

        await HttpAssert.ProblemAsync(HttpStatusCode.Conflict, "saga.ended", await CancelAsync("too late"));
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid", await CancelAsync(" "));
        await HttpAssert.ProblemAsync(
            HttpStatusCode.NotFound, "saga.not-found",
            await Api.PostAsync($"/transfers/{_id}-other/cancel", """{"reason":"x"}"""));
    }

    [Theory]
    [InlineData("?wait=31", "wait")]
    [InlineData("?wait=-1", "wait")]
    public async Task An_unsound_wait_is_400(string query, string field)
    {
        var problem = await HttpAssert.ProblemAsync(
            HttpStatusCode.BadRequest, "command.invalid", await Api.GetAsync($"/transfers/{_id}{query}"));
        Assert.Equal([field], HttpAssert.Fields(problem));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData(".a")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_key_that_cannot_be_an_id_is_400(string key)
    {
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid",
            await Api.PostAsync("/transfers", Body("a", "b", 1, "EUR", null), ("Idempotency-Key", key)));
        Assert.Equal(["Idempotency-Key"], HttpAssert.Fields(problem));
    }

    [Fact]
    public async Task Reading_answers_304_if_nothing_has_changed()
    {
        var (from, to) = (await fixture.OpenAsync(), await fixture.OpenAsync());
        await StartAsync(from, to, 30);
        await EndAsync();
        var response = await Api.GetAsync($"/transfers/{_id}");

        var again = await Api.GetAsync($"/transfers/{_id}", ("If-None-Match", response.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    private Task<HttpResponseMessage> StartAsync(
        string from, string to, decimal amount, string currency = "EUR", string? bank = null) =>
        Api.PostAsync("/transfers", Body(from, to, amount, currency, bank), ("Idempotency-Key", _id));

    private Task<HttpResponseMessage> CancelAsync(string reason) => Api.PostAsync(
        $"/transfers/{_id}/cancel", new JsonObject { ["reason"] = reason }.ToJsonString());

    private async Task<JsonNode> EndAsync() =>
        await HttpAssert.SuccessAsync(HttpStatusCode.OK, await Api.GetAsync($"/transfers/{_id}?wait=30"));

    private static string Body(string from, string to, decimal amount, string currency, string? bank)
    {
        var body = new JsonObject { ["from"] = from, ["to"] = to, ["amount"] = amount, ["currency"] = currency };
        if (bank is not null)
            body["partnerBank"] = bank;
        return body.ToJsonString();
    }
}
