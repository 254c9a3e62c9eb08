using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Security;
using Orchestrix.Tests.Architecture;

namespace Orchestrix.Cluster.Tests.Documents;

/// <summary>Each address of the HTTP API and of its pages that a page of the repository names is served.</summary>
public sealed partial class DocumentedAddressTests(KeyFixture fixture) : IClassFixture<KeyFixture>
{
    [Fact]
    public void Each_address_is_served()
    {
        var endpoints = fixture.Api.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Select(static endpoint => (
                Methods: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [],
                Parts: Parts(endpoint.RoutePattern.RawText!)))
            .ToArray();
        var named = (
            from code in DocumentedShell.Code()
            where code.Language is null
            let match = Address().Match(code.Text)
            where match.Success
            select (code.Place, Method: match.Groups["method"].Value, Path: match.Groups["path"].Value)).ToArray();

        Assert.True(named.Length > 40, $"{named.Length} addresses are few.");
        Rule.HoldsFor(
            named.Where(one => !endpoints.Any(endpoint =>
                    (one.Method.Length == 0 || endpoint.Methods.Count == 0 || endpoint.Methods.Contains(one.Method))
                    && IsOf(endpoint.Parts, Parts(one.Path))))
                .Select(static one => $"{one.Place}: {one.Method} {one.Path}"),
            "Name an address of the API.");
    }

    private static string[] Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    // What a page names may be the beginning of what is served, and parameters are anything.
    private static bool IsOf(string[] endpoint, string[] named) =>
        named.Length <= endpoint.Length && named.Zip(endpoint).All(static pair =>
            pair.First == pair.Second || pair.First == "..." || pair.Second.Contains('{', StringComparison.Ordinal));

    [GeneratedRegex(
        @"^((?<method>GET|POST|PUT|DELETE) )?(?<path>/(accounts|bank|events|health|openapi|operations|ops"
        + @"|standing-orders|streams|transfers)\b[^?\s]*)(\?\S*)?$")]
    private static partial Regex Address();
}
