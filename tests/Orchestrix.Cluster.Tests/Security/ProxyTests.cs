using System.Net;
using Bank.Client;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Whose word counts about where a request comes from. The rate limit shows who it was taken for.</summary>
public sealed class ProxyTests
{
    private const string Proxy = "--Api:KnownProxies:0=127.0.0.1";

    [Theory]
    [InlineData]
    [InlineData("--Api:KnownProxies:0=10.0.0.0/8", "--Api:KnownProxies:1=192.0.2.1")]
    public async Task An_unknown_peer_is_itself_whatever_it_says(params string[] settings)
    {
        await using var api = await LimitedAsync(settings);

        Assert.Equal("404 404 429 429", await StatusesAsync(api, "1.1.1.1", "2.2.2.2", "3.3.3.3", "127.0.0.1"));
    }

    [Theory]
    [InlineData(Proxy)]
    [InlineData("--Api:KnownProxies:0=127.0.0.0/8")]
    public async Task Behind_a_known_proxy_each_caller_has_a_limit_of_its_own(string known)
    {
        await using var api = await LimitedAsync(known);

        Assert.Equal(
            "404 404 429 404 404",
            await StatusesAsync(api, "1.1.1.1", "1.1.1.1", "1.1.1.1", "2.2.2.2", null));
    }

    [Fact]
    public async Task What_a_caller_has_written_in_front_of_the_proxys_word_is_passed_over()
    {
        await using var api = await LimitedAsync(Proxy);

        Assert.Equal(
            "404 404 429 429", await StatusesAsync(
                api, "9.9.9.1, 1.1.1.1", "9.9.9.2, 1.1.1.1", "9.9.9.3,9.9.9.4,1.1.1.1", "127.0.0.1, 1.1.1.1"));
    }

    [Fact]
    public async Task Several_proxies_are_followed_as_far_as_they_are_known_and_allowed()
    {
        await using var api = await LimitedAsync(Proxy, "--Api:KnownProxies:1=10.0.0.0/8", "--Api:MaxProxies=2");

        // The second of them is a stranger, so it is the caller; and a third is never asked.
        Assert.Equal("404 404 429 404 404 429", await StatusesAsync(
            api, "9.9.9.1, 1.1.1.1", "9.9.9.2, 1.1.1.1, 10.0.0.5", "1.1.1.1",
            "1.1.1.1, 10.0.0.7, 10.0.0.6", "2.2.2.2, 10.0.0.7, 10.0.0.8", "10.0.0.7, 10.0.0.8"));
    }

    [Fact]
    public async Task What_is_no_address_is_the_proxys_own_request()
    {
        await using var api = await LimitedAsync(Proxy);

        Assert.Equal("404 404 429", await StatusesAsync(api, "unknown", "<script>", "1.1.1.1, 999.1.1.1"));
    }

    [Fact]
    public async Task An_IPv6_caller_is_a_network_of_64_bits()
    {
        await using var api = await LimitedAsync(Proxy);

        Assert.Equal("404 404 429 404", await StatusesAsync(
            api, "2001:db8::1", "[2001:db8::2:0:0:1]:4711", "2001:db8:0:0:ffff::", "2001:db8:0:1::1"));
        Assert.Equal("404 404 429", await StatusesAsync(api, "::ffff:7.7.7.7", "7.7.7.7", "7.7.7.7"));
    }

    [Fact]
    public async Task Https_is_what_a_known_proxy_says_and_nobody_else()
    {
        await using var behind = await LimitedAsync(Proxy);
        await using var open = await LimitedAsync();
        await using var developer = await LimitedAsync(Proxy, "--environment=Development");

        Assert.True((await SendAsync(behind, "X-Forwarded-Proto", "https")).Headers.Contains(
            "Strict-Transport-Security"));
        Assert.False((await SendAsync(behind, "X-Forwarded-Proto", "http")).Headers.Contains(
            "Strict-Transport-Security"));
        // Browsers would insist on TLS for everything else on a developer's machine.
        Assert.False((await SendAsync(developer, "X-Forwarded-Proto", "https")).Headers.Contains(
            "Strict-Transport-Security"));
        Assert.False((await SendAsync(open, "X-Forwarded-Proto", "https")).Headers.Contains(
            "Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.1 ")]
    [InlineData("10.1")]
    [InlineData("")]
    public void What_is_neither_address_nor_network_stops_the_start(string known)
    {
        var refused = Assert.Throws<ConfigurationException>(
            () => ClientApp.Build([.. Settings, $"--Api:KnownProxies:0={known}"]));

        Assert.Contains("Api:KnownProxies:0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_switch_that_believes_everybody_stops_the_start()
    {
        var refused = Assert.Throws<ConfigurationException>(
            () => ClientApp.Build([.. Settings, "--FORWARDEDHEADERS_ENABLED=true"]));

        Assert.Contains("Api:KnownProxies", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Settings => TestKey.Settings.Select(static one => $"--{one.Key}={one.Value}");

    private static async Task<BankApi> LimitedAsync(params string[] settings) => await BankApi.StartAsync(
        FreePorts.Take(1)[0],
        ["--environment=Production", "--Api:RateLimitPermits=2", "--Api:RateLimitWindow=01:00:00", .. settings]);

    private static async Task<string> StatusesAsync(BankApi api, params string?[] forwarded)
    {
        var statuses = new List<int>();
        foreach (var value in forwarded)
        {
            using var response = value is null
                ? await api.GetAsync("/nothing")
                : await SendAsync(api, "X-Forwarded-For", value);
            statuses.Add((int)response.StatusCode);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.InRange(
                    response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
            }
        }
        return string.Join(' ', statuses);
    }

    private static Task<HttpResponseMessage> SendAsync(BankApi api, string name, string value) =>
        api.GetAsync("/nothing", (name, value));
}
