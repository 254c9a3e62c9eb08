using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Ops;

/// <summary>Looking back into the log and at the cluster, over HTTP and on pages.</summary>
public sealed class LogApiTests : IAsyncLifetime
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
    public async Task The_log_is_told_from_its_end_with_filters_and_in_pages()
    {
        await OpenAsync("one");
        await OpenAsync("two");
        await _api.PostAsync("/accounts/one/deposits", """{"amount":10,"currency":"EUR"}""",
            ("Idempotency-Key", "pay-1"), ("X-Correlation-Id", "talk"));

        var all = await OkAsync("/ops/events");
        var first = await OkAsync("/ops/events?limit=2");
        var second = await OkAsync((string)first["next"]!);
        var talk = await OkAsync("/ops/events?correlation=talk&type=account.money-deposited&stream=account/one");

        Assert.Equal(["3", "2", "1"], Positions(all));
        Assert.Equal((3L, 1L, null), ((long)all["head"]!, (long)all["searchedFrom"]!, (string?)all["next"]));
        Assert.Equal(["3", "2"], Positions(first));
        Assert.Equal(["1"], Positions(second));
        Assert.Equal("pay-1", (string?)Assert.Single(talk["events"]!.AsArray())!["commandid"]);
        Assert.Equal(["3"], Positions(await OkAsync("/ops/events?command=pay-1")));
        Assert.Empty(Positions(await OkAsync("/ops/events?actor=nobody")));
    }

    [Fact]
    public async Task The_cluster_is_told_with_its_silos_and_grains()
    {
        await OpenAsync("one");

        var cluster = await OkAsync("/ops/cluster");

        var member = Assert.Single(cluster["members"]!.AsArray())!;
        Assert.Equal("active", (string?)member["status"]);
        Assert.True((int)member["activations"]! > 0);
        var accounts = cluster["grains"]!.AsArray()
            .Single(one => ((string)one!["type"]!).Contains("AccountGrain", StringComparison.Ordinal));
        Assert.Equal(1, (int)accounts!["activations"]!);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("before=0", "before")]
    [InlineData("type=", "type")]
    [InlineData("stream=", "stream")]
    public async Task A_search_that_cannot_be_made_is_400_and_names_the_parameter(string query, string field)
    {
        var problem = await HttpAssert.ProblemAsync(
            HttpStatusCode.BadRequest, "command.invalid", await _api.GetAsync($"/ops/events?{query}"));

        Assert.Equal([field], HttpAssert.Fields(problem));
    }

    [Fact]
    public async Task Pages_are_kept_by_nobody_and_run_no_script_but_their_own()
    {
        await SignInAsync();
        var page = await _api.GetAsync("/operations");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.True(page.Headers.CacheControl?.NoStore);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self';", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        // Its forms say where they come from, to itself alone.
        Assert.Equal("same-origin", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync("/operations/nothing")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync("/operations/saga?id=transfer/x")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync("/operations/dead-letter?id=7")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync("/operations/stream?id=..")).StatusCode);
    }

    [Fact]
    public async Task Nothing_is_done_for_a_form_that_another_site_sends()
    {
        await SignInAsync();
        var form = new FormUrlEncodedContent([new("_handler", "act"), new("Reason", "forged")]);

        var answer = await _api.Http.PostAsync(
            new Uri("/operations/act/dead-letter?id=1&act=discard", UriKind.Relative), form,
            TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Without_the_setting_there_are_no_pages()
    {
        await using var closed = await BankApi.StartAsync(_gateway);
        await closed.ReadyAsync();

        foreach (var path in new[] { "/operations", "/operations/events", "/ops/events", "/ops/cluster" })
            Assert.Equal(HttpStatusCode.NotFound, (await closed.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Without_a_session_every_page_leads_to_the_way_in()
    {
        await using var other = await BankApi.StartAsync(_gateway, "--Ops:IsEnabled=true");
        await other.ReadyAsync();
        // A key opens the API and not the pages: no browser can be made to send it.
        foreach (var path in new[] { "/operations", "/operations/events?before=7", "/operations/act/dead-letter?id=1" })
        {
            var answer = await other.GetAsync(path);
            Assert.Equal("/operations/sign-in", answer.RequestMessage!.RequestUri!.AbsolutePath);
            Assert.Equal($"?return={Uri.EscapeDataString(path)}", answer.RequestMessage.RequestUri.Query);
        }
    }

    [Theory]
    [InlineData("orx_0000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "/operations", "/operations/sign-in")]
    [InlineData(null, "https://evil.example", "/operations")]
    [InlineData(null, "//evil.example", "/operations")]
    [InlineData(null, "/operations/cluster", "/operations/cluster")]
    public async Task A_key_opens_the_pages_and_leads_to_no_other_site(string? key, string wanted, string to)
    {
        await using var other = await BankApi.StartAsync(_gateway, "--Ops:IsEnabled=true");
        await other.ReadyAsync();

        var answer = await SignInAsync(other, key ?? TestKey.Text, wanted);

        Assert.Equal(to, answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(other.Http.BaseAddress!.Port, answer.RequestMessage.RequestUri.Port);
    }

    private Task<HttpResponseMessage> SignInAsync() => SignInAsync(_api, TestKey.Text, "/operations");

    /// <summary>As a browser does: the form with its token, then the cookie.</summary>
    private static async Task<HttpResponseMessage> SignInAsync(BankApi api, string key, string wanted)
    {
        var address = new Uri($"/operations/sign-in?return={Uri.EscapeDataString(wanted)}", UriKind.Relative);
        var page = await api.Http.GetStringAsync(address, TestContext.Current.CancellationToken);
        var token = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(
            [new("_handler", "sign-in"), new("__RequestVerificationToken", token), new("Key", key)]);
        return await api.Http.PostAsync(address, form, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Positions(JsonNode page) =>
        page["events"]!.AsArray().Select(static one => (string)one!["position"]!);

    private async Task OpenAsync(string id) => await HttpAssert.SuccessAsync(HttpStatusCode.Created,
        await _api.PostAsync("/accounts", $$"""{"id":"{{id}}","owner":"Ada","currency":"EUR"}"""));

    private async Task<JsonNode> OkAsync(string path) =>
        await HttpAssert.SuccessAsync(HttpStatusCode.OK, await _api.GetAsync(path));
}
