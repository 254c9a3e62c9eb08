using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Http;

/// <summary>The log as server-sent events, read by a parser that is not ours.</summary>
public sealed class EventStreamTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private BankApi Api => fixture.Api;

    [Fact]
    public async Task The_log_is_followed_from_any_position_on_as_it_grows()
    {
        var account = await OpenAsync();
        await using var follower = await FollowAsync($"/events?after=0&stream=account/{account}");

        var opened = await follower.NextAsync();
        await DepositAsync(account, 5);
        var first = await follower.NextAsync();
        await DepositAsync(account, 7);
        var second = await follower.NextAsync();

        Assert.Equal(
            ["account.opened", "account.money-deposited", "account.money-deposited"],
            [opened.EventType, first.EventType, second.EventType]);
        Assert.Equal(
            ["1", "2", "3"],
            new[] { opened, first, second }.Select(one => Json(one).GetProperty("streamversion").GetString()));
        Assert.Equal(second.EventId, Json(second).GetProperty("position").GetString());
        Assert.Equal($"account/{account}", Json(second).GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_caller_that_reconnects_goes_on_behind_the_last_event_it_has()
    {
        var account = await OpenAsync();
        string last;
        await using (var before = await FollowAsync($"/events?after=0&stream=account/{account}"))
            last = (await before.NextAsync()).EventId!;
        await DepositAsync(account, 1);

        await using var after = await FollowAsync($"/events?after=0&stream=account/{account}", last);

        Assert.Equal("account.money-deposited", (await after.NextAsync()).EventType);
    }

    [Fact]
    public async Task Without_a_position_only_what_is_yet_to_come_is_sent()
    {
        var account = await OpenAsync();
        await using var follower = await FollowAsync($"/events?stream=account/{account}");
        await DepositAsync(account, 3);

        Assert.Equal("account.money-deposited", (await follower.NextAsync()).EventType);
    }

    [Fact]
    public async Task Only_the_wanted_types_are_sent()
    {
        var account = await OpenAsync();
        await DepositAsync(account, 3);
        await using var follower = await FollowAsync(
            $"/events?after=0&stream=account/{account}&type=account.money-deposited&type=account.closed");

        Assert.Equal("account.money-deposited", (await follower.NextAsync()).EventType);
    }

    [Theory]
    [InlineData("/events?after=-1", "after")]
    [InlineData("/events?after=one", "after")]
    [InlineData("/events?after=99999999999999999999", "after")]
    [InlineData("/events?type=", "type")]
    [InlineData("/events?stream=", "stream")]
    public async Task Nonsense_is_refused_with_the_name_of_what_is_wrong(string address, string name)
    {
        using var response = await Api.GetAsync(address);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"{name}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_beyond_the_limit_are_told_to_come_back_later()
    {
        await using var api = await BankApi.StartAsync(fixture.GatewayPort, "--Api:MaxEventStreams=1");
        await api.ReadyAsync();
        await using (var first = await Follower.StartAsync(api, "/events"))
        {
            using var refused = await api.GetAsync("/events");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        // The place comes free when the server has noticed that the caller is gone.
        await Until.TrueAsync(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
            using var next = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return next.StatusCode == HttpStatusCode.OK;
        });
    }

    [Theory]
    [InlineData("/events?after=1000000", null)]
    [InlineData("/events", "1000000")]
    public async Task A_caller_that_has_read_more_than_there_is_learns_that_the_log_was_restored(
        string address, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        using var response = await Api.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("orchestrix.checkpoint-mismatch", problem.GetProperty("code").GetString());
        Assert.Contains("restored", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private Task<Follower> FollowAsync(string address, string? lastEventId = null) =>
        Follower.StartAsync(Api, address, lastEventId);

    private async Task<string> OpenAsync()
    {
        var response = await Api.PostAsync("/accounts", """{"owner":"Ada","currency":"EUR"}""");
        return (await HttpAssert.SuccessAsync(HttpStatusCode.Created, response))["id"]!.ToString();
    }

    private async Task DepositAsync(string account, int amount)
    {
        using var response = await Api.PostAsync(
            $"/accounts/{account}/deposits", $$"""{"amount":{{amount}},"currency":"EUR"}""");
        response.EnsureSuccessStatusCode();
    }

    private static JsonElement Json(SseItem<string> item) => JsonElement.Parse(item.Data);

    private sealed class Follower(
        HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> items, CancellationTokenSource limit)
        : IAsyncDisposable
    {
        public static async Task<Follower> StartAsync(BankApi api, string address, string? lastEventId = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (lastEventId is not null)
                request.Headers.Add("Last-Event-ID", lastEventId);
            var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
            var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var items = SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync(limit.Token);
            return new Follower(response, items.GetAsyncEnumerator(limit.Token), limit);
        }

        public async Task<SseItem<string>> NextAsync()
        {
            Assert.True(await items.MoveNextAsync(), "The stream has ended.");
            return items.Current;
        }

        public async ValueTask DisposeAsync()
        {
            response.Dispose();
            limit.Dispose();
            await Task.CompletedTask;
        }
    }
}
