using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.DeadLetters;
using Orchestrix.Errors;

namespace Orchestrix.Cluster.Tests.DeadLetters;

public sealed class DeadLetterApiTests : IAsyncLifetime
{
    private BankSilo _silo = null!;
    private BankApi _api = null!;
    private int _gateway;

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(2);
        _gateway = ports[1];
        _silo = await BankSilo.StartAsync(ports[0], ports[1]);
        _api = await BankApi.StartAsync(_gateway, "--Ops:IsEnabled=true");
        await _api.ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _silo.DisposeAsync();
    }

    [Fact]
    public async Task Letters_are_listed_shown_and_decided()
    {
        var store = _silo.Services.GetRequiredService<IDeadLetterStore>();
        var one = await store.OpenAsync(Letter("1"), TestContext.Current.CancellationToken);
        var two = await store.OpenAsync(Letter("2"), TestContext.Current.CancellationToken);

        var page = await HttpAssert.SuccessAsync(HttpStatusCode.OK,
            await _api.GetAsync("/ops/dead-letters?kind=Saga&state=Open&limit=1"));
        var next = await HttpAssert.SuccessAsync(HttpStatusCode.OK, await _api.GetAsync((string)page["next"]!));
        var replay = await HttpAssert.SuccessAsync(HttpStatusCode.OK,
            await _api.PostAsync($"/ops/dead-letters/{one}/replay", """{"reason":"it is back"}"""));
        var again = await HttpAssert.SuccessAsync(HttpStatusCode.OK,
            await _api.PostAsync($"/ops/dead-letters/{one}/replay", """{"reason":"it is back"}"""));
        await HttpAssert.SuccessAsync(HttpStatusCode.OK,
            await _api.PostAsync($"/ops/dead-letters/{two}/discard", """{"reason":"by hand"}"""));
        await HttpAssert.ProblemAsync(HttpStatusCode.Conflict, "dead-letter.settled",
            await _api.PostAsync($"/ops/dead-letters/{two}/replay", """{"reason":"late"}"""));
        var shown = await HttpAssert.SuccessAsync(HttpStatusCode.OK, await _api.GetAsync($"/ops/dead-letters/{two}"));

        Assert.Equal(two, (long)page["letters"]![0]!["id"]!);
        Assert.Equal(one, (long)next["letters"]![0]!["id"]!);
        Assert.Equal((false, true), ((bool)replay["isRepeat"]!, (bool)again["isRepeat"]!));
        Assert.Equal("discarded", (string?)shown["letter"]!["state"]);
        Assert.Equal("by hand", (string?)shown["acts"]![0]!["reason"]);
        Assert.Equal(7, (int)shown["payload"]!["amount"]!);
    }

    [Fact]
    public async Task Each_decision_is_an_event_in_the_log_before_it_is_done()
    {
        var store = _silo.Services.GetRequiredService<IDeadLetterStore>();
        var one = await store.OpenAsync(Letter("1"), TestContext.Current.CancellationToken);
        var two = await store.OpenAsync(Letter("2"), TestContext.Current.CancellationToken);
        const string Why = """{"reason":"by hand"}""";

        _silo.Store.NextFailure = new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "As the test wants.");
        await HttpAssert.ProblemAsync(HttpStatusCode.ServiceUnavailable, ErrorCodes.StoreUnavailable,
            await _api.PostAsync($"/ops/dead-letters/{one}/discard", Why));
        Assert.Equal(
            DeadLetterState.Open, (await store.FindAsync(one, TestContext.Current.CancellationToken))!.Letter.State);
        for (var times = 0; times < 2; times++)
        {
            await HttpAssert.SuccessAsync(
                HttpStatusCode.OK, await _api.PostAsync($"/ops/dead-letters/{one}/discard", Why));
        }
        await HttpAssert.ProblemAsync(HttpStatusCode.Conflict, "dead-letter.settled",
            await _api.PostAsync($"/ops/dead-letters/{one}/replay", Why));
        await HttpAssert.SuccessAsync(
            HttpStatusCode.OK, await _api.PostAsync("/ops/dead-letters/replay?source=transfer&limit=5", Why));

        var stream = await HttpAssert.SuccessAsync(
            HttpStatusCode.OK, await _api.GetAsync("/streams/operator-acts/dead-letters"));
        var events = stream["events"]!.AsArray();
        Assert.Equal(
            [
                ("dead-letter.discard", $"[\"{one}\"]"), ("dead-letters.replay", "[]"),
                ("dead-letters.replay-done", $"[\"{two}\"]"),
            ],
            events.Select(static each =>
                ((string?)each!["data"]!["act"], each["data"]!["subjects"]!.ToJsonString())));
        Assert.All(events, static each =>
        {
            Assert.Equal("by hand", (string?)each!["data"]!["reason"]);
            Assert.StartsWith("key:", (string?)each["actor"], StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_said()
    {
        await HttpAssert.ProblemAsync(
            HttpStatusCode.NotFound, "dead-letter.not-found", await _api.GetAsync("/ops/dead-letters/99"));
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid",
            await _api.PostAsync("/ops/dead-letters/1/discard", """{"reason":" "}"""));
        var limit = await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid",
            await _api.GetAsync("/ops/dead-letters?limit=0"));

        Assert.Equal(["reason"], HttpAssert.Fields(problem));
        Assert.Equal(["limit"], HttpAssert.Fields(limit));
    }

    [Fact]
    public async Task Without_the_setting_the_addresses_do_not_exist()
    {
        await using var closed = await BankApi.StartAsync(_gateway);
        await closed.ReadyAsync();

        await HttpAssert.ProblemAsync(
            HttpStatusCode.NotFound, "request.not-found", await closed.GetAsync("/ops/dead-letters"));
    }

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
