using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bank.Client.Auth;
using Microsoft.OpenApi;

namespace Bank.Client.OpenApi;

/// <summary>
/// Names the addresses that take writes and are no operation of the document, such as the forms of the pages, so that
/// <c>orchestrix readiness</c> can try them as well. Read from all that is mapped.
/// </summary>
internal static partial class FormDescriptions
{
    /// <summary>Paths, as those of operations are written.</summary>
    public const string Extension = "x-forms";

    /// <summary>Adds them.</summary>
    public static void Add(OpenApiDocument document, EndpointDataSource endpoints)
    {
        var forms = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(IsWrite)
            .Select(static one => PathOf(one.RoutePattern.RawText!))
            .Where(path => !document.Paths.ContainsKey(path))
            // Who signs in has no identity yet.
            .Except([PageSignIn.Address])
            .Order(StringComparer.Ordinal);
        document.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        document.Extensions[Extension] =
            new JsonNodeExtension(new JsonArray([.. forms.Select(static path => (JsonNode)path)]));
    }

    // Without a list of methods it takes all.
    private static bool IsWrite(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods.Count: > 0 } methods
        || methods.HttpMethods.Any(static method => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method)
            && !HttpMethods.IsOptions(method));

    private static string PathOf(string pattern) =>
        "/" + Parameter().Replace(pattern.Trim('/'), static match => $"{{{match.Groups[1].Value}}}");

    [GeneratedRegex(@"\{\**([^}:?=]+)[^}]*\}")]
    private static partial Regex Parameter();
}
