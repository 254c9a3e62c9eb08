using System.Net;
using Bank.Client;
using Microsoft.AspNetCore.Builder;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>What the server refuses before anybody is asked who they are. No silo is needed for it.</summary>
public sealed class ServerTests
{
    [Theory]
    [InlineData("--urls=http://0.0.0.0:5080")]
    [InlineData("--urls=http://127.0.0.1:5080;http://+:5081")]
    [InlineData("--urls=HTTP://10.1.2.3:5080")]
    [InlineData("--http_ports=8080")]
    [InlineData("--Kestrel:Endpoints:Web:Url=http://*:8080")]
    public async Task In_Production_plain_HTTP_leaves_the_machine_only_by_permission(string address)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Build(address));
        Assert.Contains("Api:IsPlainHttpAllowed", refused.Message, StringComparison.Ordinal);

        await using var allowed = Build(address, "--Api:IsPlainHttpAllowed=true");
    }

    [Theory]
    [InlineData("--urls=http://127.0.0.1:5080")]
    [InlineData("--urls=http://[::1]:5080;http://localhost:5081")]
    [InlineData("--urls=https://0.0.0.0:5443")]
    [InlineData("--urls=http://unix:/run/bank.sock")]
    public async Task In_Production_it_listens_on_loopback_or_with_TLS(string address)
    {
        await using var allowed = Build(address);
    }

    [Fact]
    public async Task Every_answer_tells_browsers_what_not_to_do()
    {
        await using var api = await BankApi.StartAsync(FreePorts.Take(1)[0]);
        foreach (var path in new[] { "/health/live", "/accounts/a", "/nothing", "/openapi/v1.json" })
        {
            using var response = await api.GetAsync(path);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal(
                "default-src 'none'; frame-ancestors 'none'",
                Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
            Assert.True(response.Headers.CacheControl?.NoStore, path);
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task Too_many_and_too_large_headers_are_431()
    {
        await using var api = await BankApi.StartAsync(
            FreePorts.Take(1)[0], "--Api:MaxHeaders=20", "--Api:MaxHeaderBytes=2048");
        var many = Enumerable.Range(0, 30).Select(static index => ($"x-{index}", "1")).ToArray();
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await api.GetAsync("/health/live", many)).StatusCode);
        using var large = await api.GetAsync("/health/live", ("x-large", new string('x', 3000)));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, large.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/health/live")).StatusCode);
    }

    [Theory]
    [InlineData("GET /accounts/a HTTP/1.1\r\nHost: a\r\n")]
    [InlineData("POST /accounts HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {0}\r\nContent-Type: application/json\r\n"
        + "Content-Length: 100\r\n\r\n{{")]
    public async Task A_caller_that_does_not_finish_is_sent_away(string beginning)
    {
        await using var api = await BankApi.StartAsync(
            FreePorts.Take(1)[0], "--Api:HeadersTimeout=00:00:01", "--Api:BodyGrace=00:00:02");
        Assert.StartsWith("HTTP/1.1 408", await RawConnection.AnswerAsync(
            api.Http.BaseAddress!, string.Format(null, beginning, TestKey.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_slower_than_the_limit_is_given_up()
    {
        await using var api = await BankApi.StartAsync(
            FreePorts.Take(1)[0], "--Api:BodyGrace=00:00:02", "--Api:MinBodyBytesPerSecond=100000");
        // At 240 bytes a second, what was sent would do for more than a minute.
        Assert.StartsWith("HTTP/1.1 408", await RawConnection.AnswerAsync(
            api.Http.BaseAddress!, $"POST /accounts HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {TestKey.Text}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{new string(' ', 20_000)}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_nobody_uses_is_closed()
    {
        await using var api = await BankApi.StartAsync(FreePorts.Take(1)[0], "--Api:KeepAliveTimeout=00:00:01");

        Assert.StartsWith("HTTP/1.1 200", await RawConnection.AnswerAsync(
            api.Http.BaseAddress!, "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_no_role_admits_nobody()
    {
        await using var app = Build("--urls=http://127.0.0.1:0", "--Logging:Console:LogLevel:Default=None");
        app.MapGet("/forgotten", static () => "a secret");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var stranger = await http.GetAsync(
            new Uri("/forgotten", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        TestKey.AddTo(http);
        using var admin = await http.GetAsync(
            new Uri("/forgotten", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, admin.StatusCode);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_connection_above_the_limit_is_closed()
    {
        await using var api = await BankApi.StartAsync(FreePorts.Take(1)[0], "--Api:MaxConnections=1");
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/health/live")).StatusCode);
        using var second = new HttpClient { BaseAddress = api.Http.BaseAddress };
        await Assert.ThrowsAsync<HttpRequestException>(() => second.GetAsync(
            new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Deeply_nested_JSON_is_a_bad_request()
    {
        await using var api = await BankApi.StartAsync(FreePorts.Take(1)[0]);
        var deep = $$"""{"owner":{{new string('[', 20_000)}}{{new string(']', 20_000)}},"currency":"EUR"}""";
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PostAsync("/accounts", deep)).StatusCode);
    }

    private static WebApplication Build(params string[] settings) => ClientApp.Build([
        "--environment=Production",
        .. TestKey.Settings.Select(static one => $"--{one.Key}={one.Value}"),
        .. settings,
    ]);
}
