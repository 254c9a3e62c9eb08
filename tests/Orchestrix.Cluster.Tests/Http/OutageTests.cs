using System.Net;
using Bank.Client;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;

namespace Orchestrix.Cluster.Tests.Http;

public class OutageTests
{
    private const string Open = """{"id":"a","owner":"Ada","currency":"EUR"}""";
    private const string Ten = """{"amount":10,"currency":"EUR"}""";

    [Fact]
    public async Task The_api_starts_before_the_silo_says_so_and_recovers_by_itself()
    {
        var ports = FreePorts.Take(2);
        await using var api = await BankApi.StartAsync(ports[1]);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.GetAsync("/health/ready")).StatusCode);
        await UnavailableAsync("cluster.unreachable", await api.GetAsync("/accounts/a"));

        await using var silo = await BankSilo.StartAsync(ports[0], ports[1]);
        await api.ReadyAsync();
        await HttpAssert.SuccessAsync(HttpStatusCode.Created, await api.PostAsync("/accounts", Open));
    }

    [Fact]
    public async Task A_silo_that_stops_makes_the_api_unready_and_its_return_mends_it()
    {
        var ports = FreePorts.Take(2);
        var store = new FaultyStore();
        var silo = await BankSilo.StartAsync(ports[0], ports[1], store);
        await using var api = await BankApi.StartAsync(ports[1], "--Cluster:ResponseTimeout=00:00:01");
        await api.ReadyAsync();
        await HttpAssert.SuccessAsync(HttpStatusCode.Created, await api.PostAsync("/accounts", Open));
        await silo.DisposeAsync();

        await Until.TrueAsync(
            async () => (await api.GetAsync("/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable);
        var down = await api.PostAsync("/accounts/a/deposits", Ten);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        Assert.NotNull(down.Headers.RetryAfter);

        await using var next = await BankSilo.StartAsync(ports[0], ports[1], store);
        await api.ReadyAsync();
        await HttpAssert.SuccessAsync(HttpStatusCode.OK, await api.PostAsync("/accounts/a/deposits", Ten));
    }

    [Fact]
    public async Task A_store_that_is_down_is_503_for_active_and_new_accounts_and_recovers_by_itself()
    {
        await using var fixture = await StartAsync();
        await HttpAssert.SuccessAsync(HttpStatusCode.Created, await fixture.Api.PostAsync("/accounts", Open));
        fixture.Silo.Store.IsDown = true;
        var problem = await UnavailableAsync(
            ErrorCodes.StoreUnavailable, await fixture.Api.PostAsync("/accounts/a/deposits", Ten));
        Assert.DoesNotContain("secret-host", problem, StringComparison.Ordinal);
        await UnavailableAsync(ErrorCodes.StoreUnavailable, await fixture.Api.GetAsync("/accounts/never-activated"));
        await UntilReadyIsAsync(fixture.Api, HttpStatusCode.ServiceUnavailable);

        fixture.Silo.Store.IsDown = false;
        await UntilReadyIsAsync(fixture.Api, HttpStatusCode.OK);
        await HttpAssert.SuccessAsync(HttpStatusCode.OK, await fixture.Api.PostAsync("/accounts/a/deposits", Ten));
        await HttpAssert.ProblemAsync(
            HttpStatusCode.NotFound, "account.not-found", await fixture.Api.GetAsync("/accounts/never-activated"));
    }

    [Fact]
    public async Task All_who_ask_whether_the_api_is_ready_share_one_answer_of_the_cluster()
    {
        await using var fixture = await StartAsync();
        var before = fixture.Silo.Store.HeadReads;

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => fixture.Api.GetAsync("/health/ready")));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        // The silo itself asks now and then.
        Assert.InRange(fixture.Silo.Store.HeadReads - before, 0, 40);
    }

    private static Task UntilReadyIsAsync(BankApi api, HttpStatusCode status) =>
        Until.TrueAsync(async () => (await api.GetAsync("/health/ready")).StatusCode == status);

    [Fact]
    public async Task A_lost_answer_is_503_and_the_same_key_tells_the_truth()
    {
        await using var fixture = await StartAsync();
        await fixture.Api.PostAsync("/accounts", Open);
        fixture.Silo.Store.LoseNextAnswer = true;
        var problem = await UnavailableAsync(ErrorCodes.UncertainOutcome,
            await fixture.Api.PostAsync("/accounts/a/deposits", Ten, ("Idempotency-Key", "k")));
        Assert.Contains("Idempotency-Key", problem, StringComparison.Ordinal);
        var again = await HttpAssert.SuccessAsync(HttpStatusCode.OK,
            await fixture.Api.PostAsync("/accounts/a/deposits", Ten, ("Idempotency-Key", "k")));
        Assert.Equal(10m, (decimal?)again["balance"]);
    }

    [Fact]
    public async Task A_silo_that_does_not_answer_in_time_is_503()
    {
        await using var fixture = await StartAsync("--Cluster:ResponseTimeout=00:00:00.5");
        await fixture.Api.PostAsync("/accounts", Open);
        var stall = fixture.Silo.Store.Stall = new TaskCompletionSource();
        await UnavailableAsync(
            "cluster.timeout", await fixture.Api.PostAsync("/accounts/a/deposits", Ten, ("Idempotency-Key", "k")));
        fixture.Silo.Store.Stall = null;
        stall.SetResult();
        await Until.TrueAsync(async () =>
            (await fixture.Api.PostAsync("/accounts/a/deposits", Ten, ("Idempotency-Key", "k"))).IsSuccessStatusCode);
        Assert.Equal(10m, (await fixture.Silo.Account("a").GetAsync())!.Balance);
    }

    [Fact]
    public async Task A_failure_inside_is_500_and_says_nothing_of_it()
    {
        await using var fixture = await StartAsync();
        await fixture.Api.PostAsync("/accounts", Open);
        fixture.Silo.Store.NextFailure = new CommitRejectedException("Host=secret-host");
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.InternalServerError, ErrorCodes.CommitRejected,
            await fixture.Api.PostAsync("/accounts/a/deposits", Ten));
        Assert.DoesNotContain("secret-host", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_500_for_its_account_only()
    {
        await using var fixture = await StartAsync();
        await fixture.Silo.Store.AppendAsync(StreamId.For("account", "broken"), 0, "account.from-the-future", "{}");
        await HttpAssert.ProblemAsync(
            HttpStatusCode.InternalServerError, ErrorCodes.UnknownEventType,
            await fixture.Api.GetAsync("/accounts/broken"));
        await HttpAssert.SuccessAsync(HttpStatusCode.Created, await fixture.Api.PostAsync("/accounts", Open));
    }

    [Fact]
    public async Task A_race_that_the_caller_did_not_ask_about_is_decided_again()
    {
        await using var fixture = await StartAsync();
        await fixture.Api.PostAsync("/accounts", Open);
        await fixture.Silo.Store.AppendAsync(
            StreamId.For("account", "a"), 1, "account.frozen", """{"reason":"other"}""");
        await HttpAssert.ProblemAsync(
            HttpStatusCode.Conflict, "account.frozen", await fixture.Api.PostAsync("/accounts/a/deposits", Ten));
    }

    [Fact]
    public async Task Too_many_requests_are_429_with_the_time_to_wait_but_health_still_answers()
    {
        await using var api = await BankApi.StartAsync(
            FreePorts.Take(1)[0], "--Api:RateLimitPermits=1", "--Api:RateLimitWindow=01:00:00");
        await api.GetAsync("/accounts/a");
        var response = await api.GetAsync("/accounts/a");
        await HttpAssert.ProblemAsync(HttpStatusCode.TooManyRequests, "request.rate-limited", response);
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/health/live")).StatusCode);
    }

    [Theory]
    [InlineData("--Cluster:Clustering=Nowhere")]
    [InlineData("--Cluster:Clustering=Static")]
    [InlineData("--Cluster:Clustering=PostgreSQL")]
    [InlineData("--Cluster:GatewayPort=0")]
    [InlineData("--Cluster:ClusterId=")]
    [InlineData("--Cluster:Typo=1")]
    [InlineData("--Api:MaxRequestBytes=1")]
    public void A_setting_that_cannot_work_is_refused_before_anything_starts(string setting) =>
        Assert.Throws<ConfigurationException>(() => ClientApp.Build(["--environment=Development", setting]));

    [Theory]
    [InlineData("--Cluster:Clustering=Static", "--Cluster:Gateways:0=nonsense")]
    [InlineData("--Cluster:Clustering=Static", "--Cluster:Gateways:0=127.0.0.1")]
    public void A_gateway_that_is_no_address_is_refused(params string[] settings) =>
        Assert.Throws<ConfigurationException>(() => ClientApp.Build(["--environment=Development", .. settings]));

    [Fact]
    public async Task A_static_list_of_gateways_reaches_the_silo()
    {
        var ports = FreePorts.Take(2);
        await using var silo = await BankSilo.StartAsync(ports[0], ports[1]);
        await using var api =
            await BankApi.StartAsync(1, "--Cluster:Clustering=Static", $"--Cluster:Gateways:0=127.0.0.1:{ports[1]}");
        await api.ReadyAsync();
    }

    [Fact]
    public async Task Membership_in_PostgreSQL_is_configured_by_the_connection_string_alone()
    {
        await using var app =
            ClientApp.Build([
                "--environment=Development", "--Cluster:Clustering=PostgreSQL",
                "--ConnectionStrings:orleans=Host=127.0.0.1;Port=1",
            ]);
        Assert.NotNull(app.Services.GetRequiredService<IClusterClient>());
    }

    private static async Task<Running> StartAsync(params string[] settings)
    {
        var ports = FreePorts.Take(2);
        var silo = await BankSilo.StartAsync(ports[0], ports[1]);
        var api = await BankApi.StartAsync(ports[1], settings);
        await api.ReadyAsync();
        return new Running(silo, api);
    }

    private static async Task<string> UnavailableAsync(string code, HttpResponseMessage response)
    {
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.ServiceUnavailable, code, response);
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        return problem.ToJsonString();
    }

    private sealed record Running(BankSilo Silo, BankApi Api) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Api.DisposeAsync();
            await Silo.DisposeAsync();
        }
    }
}
