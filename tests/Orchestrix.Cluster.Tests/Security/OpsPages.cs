using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Bank.Client.Ops;
using Microsoft.AspNetCore.Components;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>The operations pages, as a person sees them who has signed in.</summary>
internal sealed partial class OpsPages
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpClient _http;

    private OpsPages(HttpClient http) => _http = http;

    public static async Task<OpsPages> SignInAsync(Uri host, string? key = null)
    {
        var http = LoopbackCookies.Open(host);
        using var answer = await SendKeyAsync(http, key ?? TestKey.Text);
        // Without a silo the page has nothing to show.
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable);
        Assert.Equal("/operations", answer.RequestMessage!.RequestUri!.AbsolutePath);
        return new OpsPages(http);
    }

    /// <summary>The page that answers who signs in.</summary>
    public static async Task<string> TrySignInAsync(HttpClient http, string key)
    {
        using var answer = await SendKeyAsync(http, key);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Every page with every text in each parameter in turn.</summary>
    public static IEnumerable<string> Addresses(IEnumerable<HostileText> texts) =>
        from page in typeof(OpsRoot).Assembly.GetTypes()
        from route in page.GetCustomAttributes<RouteAttribute>()
        where !route.Template.Contains('{', StringComparison.Ordinal)
        from parameter in page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        let query = parameter.GetCustomAttribute<SupplyParameterFromQueryAttribute>()
        where query is not null
        from text in texts
        select $"{route.Template}?{query.Name ?? parameter.Name}={text.Escaped}";

    public async Task<(int Status, string Html)> GetAsync(string address)
    {
        using var answer = await _http.GetAsync(
            new Uri($"{_http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{address}", AsItIs),
            TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> SendKeyAsync(HttpClient http, string key)
    {
        var form = await http.GetStringAsync(new Uri("/operations/sign-in", UriKind.Relative));
        using var sent = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", Token().Match(form).Groups["token"].Value),
            new("_handler", "sign-in"),
            new("Key", key),
        ]);
        return await http.PostAsync(new Uri("/operations/sign-in", UriKind.Relative), sent);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)""")]
    private static partial Regex Token();
}
