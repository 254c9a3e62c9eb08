using System.Net;
using System.Text.Json.Nodes;
using Bank.Client;
using Bank.Client.Auth;
using Bank.Contracts.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Trying to get in, and what each role may do once inside.</summary>
public sealed class KeyTests(KeyFixture fixture) : IClassFixture<KeyFixture>
{
    private const string Ada = """{"owner":"Ada","currency":"EUR"}""";

    private BankApi Api => fixture.Api;

    [Fact]
    public void Every_endpoint_asks_for_a_role_but_for_health_its_own_description_and_the_way_in()
    {
        // The pages ask for a session, which only a key with a role begins.
        string[] policies = [.. Roles.All, "page"];
        var open = Api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                !endpoint.Metadata.OfType<IAuthorizeData>().Any(data => policies.Contains(data.Policy))
                || endpoint.Metadata.OfType<IAllowAnonymous>().Any())
            .Select(static endpoint => endpoint.RoutePattern.RawText);

        Assert.Equal(
            [
                "/health/live", "/health/ready", "/openapi/{documentName}.json", "/operations/assets/{hash}/{name}",
                "/operations/sign-in",
            ],
            open.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer no-key")]
    [InlineData("Basic YWRhOmFkYQ==")]
    [InlineData("Bearer orx_0000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Without_a_valid_key_nobody_gets_in(string? header)
    {
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "/accounts/a"), (HttpMethod.Post, "/accounts"), (HttpMethod.Get, "/ops/sagas"),
            (HttpMethod.Get, "/events"), (HttpMethod.Post, "/transfers"), (HttpMethod.Get, "/ACCOUNTS/a"),
            (HttpMethod.Post, "/health/../accounts"),
        })
        {
            using var response = await SendAsync(method, path, header);
            await HttpAssert.ProblemAsync(HttpStatusCode.Unauthorized, "request.unauthenticated", response);
            Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        }
    }

    [Fact]
    public async Task A_wrong_secret_an_expired_key_and_two_headers_are_refused()
    {
        var teller = fixture.Keys["teller"].Text;
        var wrong = teller[..^1] + (teller[^1] == 'A' ? 'B' : 'A');
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/accounts/a", Of(wrong))).StatusCode);
        var expired = Of(fixture.Expired.Text);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/accounts/a", expired)).StatusCode);
        using var two = new HttpRequestMessage(HttpMethod.Get, "/accounts/a");
        two.Headers.TryAddWithoutValidation("Authorization", [Of(teller), Of(teller)]);
        using var response = await fixture.Anonymous.SendAsync(two);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("reader", HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("teller", HttpStatusCode.NotFound, HttpStatusCode.Created, HttpStatusCode.Forbidden)]
    [InlineData("operator", HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    [InlineData("admin", HttpStatusCode.NotFound, HttpStatusCode.Created, HttpStatusCode.OK)]
    public async Task A_role_may_do_what_it_is_for(
        string role, HttpStatusCode reads, HttpStatusCode writes, HttpStatusCode operates)
    {
        var key = Of(fixture.Keys[role].Text);
        Assert.Equal(reads, (await SendAsync(HttpMethod.Get, "/accounts/nobodys", key)).StatusCode);
        Assert.Equal(writes, (await SendAsync(HttpMethod.Post, "/accounts", key, Ada)).StatusCode);
        Assert.Equal(operates, (await SendAsync(HttpMethod.Get, "/ops/subscriptions", key)).StatusCode);
    }

    [Fact]
    public async Task Who_asked_is_recorded_with_the_events()
    {
        var key = Of(fixture.Keys["admin"].Text);
        using var opened = await SendAsync(HttpMethod.Post, "/accounts", key, Ada);
        using var events = await SendAsync(HttpMethod.Get, $"{opened.Headers.Location}/events", key);
        var first = JsonNode.Parse(await events.Content.ReadAsStringAsync())!["events"]![0]!;

        Assert.Equal("key:of-admin", (string?)first["actor"]);
    }

    [Fact]
    public async Task What_does_not_exist_is_told_to_whoever_asks()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/nothing", null)).StatusCode);
        var key = Of(fixture.Keys["reader"].Text);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/nothing", key)).StatusCode);
        Assert.Equal(
            HttpStatusCode.MethodNotAllowed, (await SendAsync(HttpMethod.Delete, "/accounts/a", key)).StatusCode);
    }

    [Theory]
    [InlineData("Hash", "the secret itself")]
    [InlineData("Name", "Ada Lovelace")]
    [InlineData("Roles:0", "root")]
    [InlineData("ExpiresAt", "")]
    public void A_key_that_makes_no_sense_stops_the_start(string name, string value)
    {
        var settings = ApiKey.New().ToSettings(0, "ada", ["reader"], TimeProvider.System.GetUtcNow().AddDays(1))
            .ToDictionary();
        settings[$"Auth:ApiKeys:0:{name}"] = value;

        var refused = Assert.Throws<ConfigurationException>(() => ClientApp.Build(
            [.. settings.Select(static one => $"--{one.Key}={one.Value}")]));
        Assert.Contains($"Auth:ApiKeys:0:{name.Split(':')[0]}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret itself", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_Production_somebody_has_to_be_admitted()
    {
        var refused = Assert.Throws<ConfigurationException>(() => ClientApp.Build(["--environment=Production"]));

        Assert.Contains("Auth:ApiKeys", refused.Message, StringComparison.Ordinal);
    }

    private static string Of(string key) => $"Bearer {key}";

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? authorization, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (json is not null)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return await fixture.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
