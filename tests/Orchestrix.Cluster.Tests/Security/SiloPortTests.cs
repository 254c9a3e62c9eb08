using System.Net;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>The port on which a silo says how it is: what it puts up with.</summary>
[Collection(WholeMachine.Name)]
public sealed class SiloPortTests : IAsyncLifetime
{
    private const int Permits = 5;

    private SiloProcess _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _silo = SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Development"), ("Silo__Store", "InMemory"), ("Silo__Http__MaxHeaders", "20"),
            ("Silo__Http__MaxHeaderBytes", "2048"), ("Silo__Http__HeadersTimeout", "00:00:01"),
            ("Silo__Http__MaxConnections", "4"), ("Silo__Http__RateLimitPermits", $"{Permits}"),
            ("Silo__Http__RateLimitWindow", "01:00:00"));
        await _silo.UntilAsync("/health/live", 200);
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task It_has_the_limits_of_any_port()
    {
        var address = _silo.Http.BaseAddress!;
        using (var live = await GetAsync("/health/live"))
        {
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
            Assert.False(live.Headers.Contains("Server"));
        }
        using (var metrics = await GetAsync("/metrics"))
            Assert.True(metrics.Headers.CacheControl?.NoStore);
        var many = string.Concat(Enumerable.Range(0, 30).Select(static number => $"x-{number}: 1\r\n"));
        Assert.StartsWith("HTTP/1.1 431", await RawConnection.AnswerAsync(
            address, $"GET /health/live HTTP/1.1\r\nHost: a\r\n{many}\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await RawConnection.AnswerAsync(
            address, $"GET /health/live HTTP/1.1\r\nHost: a\r\nx: {new string('x', 3000)}\r\n\r\n"),
            StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408", await RawConnection.AnswerAsync(
            address, "GET /health/live HTTP/1.1\r\nHost: a\r\n"), StringComparison.Ordinal);
        // It is answered without its body, which nobody waits for.
        Assert.StartsWith("HTTP/1.1 405", await RawConnection.AnswerAsync(
            address, "POST /health/live HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\nx"),
            StringComparison.Ordinal);

        await MoreConnectionsAreClosedAsync(address);
        await MoreRequestsAreRefusedAsync();
    }

    [Theory]
    [InlineData("Silo__Http__MaxHeaders", "0", "MaxHeaders")]
    [InlineData("Silo__Http__MaxConnections", "-1", "MaxConnections")]
    [InlineData("Silo__Http__HeadersTimeout", "00:00:00", "HeadersTimeout")]
    [InlineData("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true", "ASPNETCORE_FORWARDEDHEADERS_ENABLED")]
    public async Task A_limit_that_makes_no_sense_stops_the_start(string name, string value, string named)
    {
        await using var silo = SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Development"), ("Silo__Store", "InMemory"), (name, value));
        var (code, _, errors) = await silo.ExitAsync();

        Assert.Equal(1, code);
        Assert.Contains(named, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static async Task MoreConnectionsAreClosedAsync(Uri address)
    {
        var open = new List<RawConnection>();
        try
        {
            for (var number = 0; number < 4; number++)
                open.Add(await RawConnection.OpenAsync(address));
            // Closed without an answer.
            Assert.Equal("", await RawConnection.AnswerAsync(address, "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        finally
        {
            foreach (var one in open)
                await one.DisposeAsync();
        }
    }

    private async Task MoreRequestsAreRefusedAsync()
    {
        await Until.TrueAsync(async () => await _silo.StatusAsync("/health/live") == 200);
        var statuses = new List<int>();
        for (var number = 0; number < Permits * 2; number++)
            statuses.Add(await _silo.StatusAsync("/health/ready"));
        Assert.Contains(429, statuses);
        Assert.All(statuses.Skip(Permits), static status => Assert.Equal(429, status));
        using (var refused = await GetAsync("/health/ready"))
            Assert.NotNull(refused.Headers.RetryAfter);
        // A silo that is well is neither restarted nor lost from sight.
        Assert.Equal(200, await _silo.StatusAsync("/health/live"));
        Assert.Equal(200, await _silo.StatusAsync("/metrics"));
        Assert.Equal(429, await _silo.StatusAsync("/nothing"));
    }

    private Task<HttpResponseMessage> GetAsync(string path) =>
        _silo.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
