using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bank.Client.Auth;
using Microsoft.OpenApi;

namespace Bank.Client.OpenApi;

/// <summary>
/// Names what takes writes and is no operation of the document, such as the forms of the pages, so that
/// <c>orchestrix readiness</c> can try them as well. Read from all that is mapped.
/// </summary>
internal static partial class FormDescriptions
{
    /// <summary>Paths, as those of operations are written, with their methods.</summary>
    public const string Forms = "x-forms";

    /// <summary>The path to which a form leads who has no identity. Such a one may sign in there.</summary>
    public const string SignIn = "x-sign-in";

    // What an endpoint without a list takes, too.
    private static readonly string[] _any = [HttpMethods.Post];

    /// <summary>Adds them.</summary>
    public static void Add(OpenApiDocument document, EndpointDataSource endpoints)
    {
        var forms = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (path, methods) in
            from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
            where endpoint.RoutePattern.RawText is not null
            let path = PathOf(endpoint.RoutePattern.RawText!)
            where path != PageSignIn.Address
            from method in WritesOf(endpoint)
            where !IsDescribed(document, path, method)
            group method.ToLowerInvariant() by path into of
            select (of.Key, of.Distinct().Order(StringComparer.Ordinal)))
        {
            forms[path] = new JsonArray([.. methods.Select(static method => (JsonNode)method)]);
        }
        document.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        document.Extensions[Forms] = new JsonNodeExtension(new JsonObject(forms));
        document.Extensions[SignIn] = new JsonNodeExtension(PageSignIn.Address);
    }

    private static IEnumerable<string> WritesOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods.Count: > 0 } methods
            ? methods.HttpMethods.Where(static method => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)
                && !HttpMethods.IsOptions(method))
            : _any;

    private static bool IsDescribed(OpenApiDocument document, string path, string method) =>
        document.Paths.TryGetValue(path, out var item)
        && item.Operations?.ContainsKey(HttpMethod.Parse(method)) is true;

    private static string PathOf(string pattern) =>
        "/" + Parameter().Replace(pattern.Trim('/'), static match => $"{{{match.Groups[1].Value}}}");

    [GeneratedRegex(@"\{\**([^}:?=]+)[^}]*\}")]
    private static partial Regex Parameter();
}
