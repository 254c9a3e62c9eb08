using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Bank.Contracts.Security;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Observability.Metrics;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Refusals and the use of keys can be seen: by number, by key, and not by what a stranger sends.</summary>
public sealed partial class AdmissionTests
{
    private readonly ApiKey _reader = ApiKey.New();
    private readonly ApiKey _expired = ApiKey.New();

    [Fact]
    public async Task Refusals_are_counted_by_reason_and_uses_by_key()
    {
        await using var api = await BankApi.StartAsync(FreePorts.Take(1)[0], [.. Settings(), "--Ops:IsEnabled=true"]);

        Assert.Equal(401, await SendAsync(api, null));
        Assert.Equal(401, await SendAsync(api, "Basic YWRhOmFkYQ=="));
        Assert.Equal(401, await SendAsync(api, $"Bearer {ApiKey.New().Text}"));
        Assert.Equal(401, await SendAsync(api, $"Bearer {_expired.Text}"));
        Assert.Equal(403, await SendAsync(api, $"Bearer {_reader.Text}", HttpMethod.Post));
        Assert.Equal(503, await SendAsync(api, $"Bearer {_reader.Text}"));
        Assert.Equal(503, await SendAsync(api, $"Bearer {_reader.Text}"));
        // Nobody has tried anything.
        using var page = await api.GetAsync("/operations");
        using var live = await api.GetAsync("/health/live");

        var scraped = await ScrapeAsync(api);
        Assert.Equal(
            ["expired 1", "missing 1", "role 1", "unknown 2"],
            Series(scraped, "orchestrix_admissions_refused_total", "reason"));
        Assert.Equal([$"{_reader.Id} 2"], Series(scraped, "orchestrix_api_key_uses_total", "key_id"));
        Assert.DoesNotContain(_reader.Text[^20..], scraped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_measured_when_each_key_ends_before_anybody_has_used_one()
    {
        var settings = Settings();
        await using var api = await BankApi.StartAsync(FreePorts.Take(1)[0], settings);

        var ends = Series(await ScrapeAsync(api), "orchestrix_api_key_expiry_timestamp_seconds", "key_id").ToArray();

        // The third is the tests' own.
        Assert.Equal(3, ends.Length);
        Assert.All(new[] { (1, _reader), (2, _expired) }, one => Assert.Contains(
            $"{one.Item2.Id} {EndOf(settings, one.Item1).ToUnixTimeSeconds()}", ends));
    }

    [Fact]
    public async Task Who_is_turned_away_as_a_tenant_is_refused_and_not_admitted()
    {
        await using var api = await BankApi.StartAsync(
            FreePorts.Take(1)[0], [
                .. Settings(), "--Ops:IsEnabled=true", "--Auth:TenantClaim=tenant", "--Auth:ApiKeys:1:Tenant=acme",
                "--Auth:ApiKeys:0:IsOfInstallation=true", "--Auth:ApiKeys:2:IsOfInstallation=true",
            ]);
        using var http = LoopbackCookies.Open(api.Http.BaseAddress!);

        Assert.Equal(403, await SendAsync(http, $"Bearer {_reader.Text}", "/bank/totals"));
        Assert.Contains(
            "a key of a tenant", await OpsPages.TrySignInAsync(http, _reader.Text), StringComparison.Ordinal);

        var scraped = await ScrapeAsync(api);
        Assert.Equal(["tenant 2"], Series(scraped, "orchestrix_admissions_refused_total", "reason"));
        Assert.Empty(Series(scraped, "orchestrix_api_key_uses_total", "key_id"));
    }

    [Fact]
    public async Task A_refusal_is_logged_once_a_minute_and_says_nothing_that_its_caller_wrote()
    {
        var api = ApiProcess.Start(FreePorts.Take(1)[0], [.. Settings().Select(Variable)]);
        await using (api)
        {
            await Until.TrueAsync(async () => await LivesAsync(api));
            for (var number = 0; number < 20; number++)
                await SendAsync(api.Http, $"Bearer {ApiKey.New().Text}", "/accounts/secret-of-ada");
            await SendAsync(api.Http, $"Bearer {_expired.Text}", "/accounts/secret-of-ada");
            await SendAsync(api.Http, $"Bearer {_reader.Text}", "/accounts/secret-of-ada");
            await SendAsync(api.Http, $"Bearer {_reader.Text}", "/accounts/secret-of-ada");
            var log = await api.StopAsync();

            Assert.Single(Regex.Matches(log, "\"event_id\":2405,.*unknown"));
            Assert.InRange(log.Split('\n').Length, 3, 20);
            Assert.Single(Regex.Matches(log, "\"event_id\":2405,.*expired.*GET /accounts/{id}.*of-expired"));
            Assert.Single(Regex.Matches(log, $"\"event_id\":2406,.*{_reader.Id}.*of-reader"));
            Assert.DoesNotContain("secret-of-ada", log, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1\"", Refusals(log), StringComparison.Ordinal);
            Assert.DoesNotContain(_expired.Text[^20..], log, StringComparison.Ordinal);
            Assert.DoesNotContain(_reader.Text[^20..], log, StringComparison.Ordinal);
        }
    }

    private static string Refusals(string log) =>
        string.Join('\n', log.Split('\n').Where(static line => line.Contains(":2405,", StringComparison.Ordinal)));

    private static async Task<bool> LivesAsync(ApiProcess api)
    {
        try
        {
            return (await api.Http.GetAsync(new Uri("/health/live", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string[] Settings()
    {
        var now = TimeProvider.System.GetUtcNow();
        return
        [
            .. _reader.ToSettings(1, "of-reader", ["reader"], now.AddHours(1))
                .Concat(_expired.ToSettings(2, "of-expired", ["admin"], now.AddSeconds(-1)))
                .Select(static one => $"--{one.Key}={one.Value}"),
        ];
    }

    private static DateTimeOffset EndOf(string[] settings, int index)
    {
        var name = $"--Auth:ApiKeys:{index}:ExpiresAt=";
        return DateTimeOffset.Parse(
            settings.Single(one => one.StartsWith(name, StringComparison.Ordinal))[name.Length..],
            CultureInfo.InvariantCulture);
    }

    private static (string, string?) Variable(string argument)
    {
        var parts = argument[2..].Split('=', 2);
        return (parts[0].Replace(":", "__", StringComparison.Ordinal), parts[1]);
    }

    private static async Task<int> SendAsync(BankApi api, string? authorization, HttpMethod? method = null)
    {
        using var http = new HttpClient { BaseAddress = api.Http.BaseAddress };
        return await SendAsync(http, authorization, "/accounts/a" + (method is null ? "" : "/close"), method);
    }

    private static async Task<int> SendAsync(
        HttpClient http, string? authorization, string path, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        if (authorization is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private static async Task<string> ScrapeAsync(BankApi api)
    {
        using var stream = new MemoryStream();
        await api.Services.GetRequiredService<MeterBridge>().WriteAsync(stream, TestContext.Current.CancellationToken);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IEnumerable<string> Series(string scraped, string metric, string label) =>
        Line().Matches(scraped).Where(one => one.Groups["metric"].Value == metric && one.Groups["label"].Value == label)
            .Select(static one => $"{one.Groups["value"].Value} {one.Groups["count"].Value}")
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("""^(?<metric>\w+)\{(?<label>\w+)="(?<value>[^"]*)"\} (?<count>\d+)$""", RegexOptions.Multiline)]
    private static partial Regex Line();
}
