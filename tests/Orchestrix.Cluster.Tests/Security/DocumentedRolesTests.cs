using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bank.Client.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>The OpenAPI document says who may do what, and every caller gets just that.</summary>
public sealed partial class DocumentedRolesTests(KeyFixture fixture) : IClassFixture<KeyFixture>
{
    [Fact]
    public async Task Every_operation_admits_the_roles_that_the_document_names_and_no_other()
    {
        var wrong = new List<string>();
        var operations = Operations(await DocumentAsync()).ToArray();
        Assert.True(operations.Length > 30, $"{operations.Length} operations are few.");
        foreach (var (method, path, operation) in operations)
        {
            var may = operation["x-roles"]!.AsArray().Select(static role => (string)role!).ToArray();
            Assert.NotEmpty(may);
            Assert.Equal([may[0]], operation["security"]!.AsArray()
                .SelectMany(static one => one!["apiKey"]!.AsArray()).Select(static role => (string)role!));
            await CheckAsync(method, path, null, 401, wrong);
            foreach (var role in Roles.All)
                await CheckAsync(method, path, role, may.Contains(role) ? null : 403, wrong);
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Looking_is_for_readers_moving_money_for_tellers_and_deciding_for_operators()
    {
        // The document is read from the endpoints and would agree with a wrong one; the guide is not.
        string[] shownToReaders = ["/ops/cluster", "/ops/events"];
        var wrong = new List<string>();
        foreach (var (method, path, operation) in Operations(await DocumentAsync()))
        {
            string[] may = path.StartsWith("/ops/", StringComparison.Ordinal) && !shownToReaders.Contains(path)
                ? ["operator", "admin"]
                : method == "GET" ? ["reader", "teller", "operator", "admin"] : ["teller", "admin"];
            var told = operation["x-roles"]?.AsArray().Select(static role => (string)role!) ?? [];
            if (!may.SequenceEqual(told))
                wrong.Add($"{method} {path} is for {string.Join(", ", told)}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task The_document_lists_every_endpoint_that_asks_for_a_role()
    {
        var listed = Operations(await DocumentAsync()).Select(static one => $"{one.Method} {one.Path}");
        var mapped =
            from endpoint in fixture.Api.Services.GetRequiredService<EndpointDataSource>().Endpoints
                .OfType<RouteEndpoint>()
            where endpoint.Metadata.OfType<IAuthorizeData>().Any(static data => Roles.All.Contains(data.Policy))
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            select $"{method} {Constraint().Replace(endpoint.RoutePattern.RawText!, "}").TrimEnd('/')}";

        Assert.Equal(
            mapped.Order(StringComparer.Ordinal),
            listed.Select(static one => one.TrimEnd('/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_document_names_every_address_that_takes_a_write_and_is_no_operation()
    {
        var document = await DocumentAsync();
        var named = document["x-forms"]!.AsObject();
        var forms = named.Select(static form => form.Key).ToArray();

        Assert.Superset(
            new HashSet<string>
            {
                "/operations", "/operations/act/dead-letter", "/operations/act/projection", "/operations/act/saga",
                "/operations/sign-out",
            },
            forms.ToHashSet());
        // Whoever signs in is nobody yet.
        Assert.DoesNotContain("/operations/sign-in", forms);
        Assert.Empty(forms.Intersect(Operations(document).Select(static one => one.Path)));
        Assert.All(forms, static path => Assert.StartsWith("/operations", path, StringComparison.Ordinal));
        Assert.All(named, static form => Assert.Equal(["post"], form.Value!.AsArray().Select(one => (string)one!)));
        Assert.Equal("/operations/sign-in", (string?)document["x-sign-in"]);
    }

    [Fact]
    public async Task The_document_names_how_to_say_who_one_is()
    {
        var schemes = (await DocumentAsync())["components"]!["securitySchemes"]!;
        Assert.Equal("bearer", (string?)schemes["apiKey"]!["scheme"]);
        // No provider of tokens is configured.
        Assert.Null(schemes["token"]);

        await using var api = await BankApi.StartAsync(
            FreePorts.Take(1)[0], "--Auth:Jwt:Authority=https://id.example/", "--Auth:Jwt:Audience=bank");
        var document = JsonNode.Parse(await api.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        Assert.Equal(
            "https://id.example/.well-known/openid-configuration",
            (string?)document["components"]!["securitySchemes"]!["token"]!["openIdConnectUrl"]);
        Assert.All(Operations(document), static one => Assert.Equal(2, one.Operation["security"]!.AsArray().Count));
    }

    private async Task<JsonNode> DocumentAsync() => JsonNode.Parse(await fixture.Anonymous.GetStringAsync(
        new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!;

    private static IEnumerable<(string Method, string Path, JsonNode Operation)> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!);

    private async Task CheckAsync(string method, string path, string? role, int? expected, List<string> wrong)
    {
        // A number fits every parameter, and names nothing that exists.
        using var request = new HttpRequestMessage(new HttpMethod(method), Parameter().Replace(path, "987654321"));
        if (role is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fixture.Keys[role].Text);
        if (method == "POST")
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await fixture.Anonymous.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var status = (int)response.StatusCode;
        if (expected is { } only ? status != only : status is 401 or 403)
            wrong.Add($"{method} {path} answers {status} to {role ?? "nobody"}");
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@":\w+\}")]
    private static partial Regex Constraint();
}
