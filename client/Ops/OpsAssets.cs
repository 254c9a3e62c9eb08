using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Bank.Client.Ops;

/// <summary>
/// The style sheet and the script, embedded in the assembly: there is nothing to build or to deploy beside it. Their
/// addresses carry a hash of the content, so that a browser may keep them for ever.
/// </summary>
internal static class OpsAssets
{
    /// <summary>Holds <c>light</c> or <c>dark</c>; without it the system's setting counts.</summary>
    public const string ThemeCookie = "ops-theme";

    private static readonly FrozenDictionary<string, (byte[] Content, string Type, string Hash)> Files =
        new[] { ("ops.css", "text/css; charset=utf-8"), ("ops.js", "text/javascript; charset=utf-8") }
            .ToFrozenDictionary(static file => file.Item1, static file => Load(file.Item1, file.Item2));

    public static string Address(string name) => $"{OpsLinks.Root}/assets/{Files[name].Hash}/{name}";

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder app) =>
        app.MapGet($"{OpsLinks.Root}/assets/{{hash}}/{{name}}", (string hash, string name, HttpContext context) =>
        {
            if (!Files.TryGetValue(name, out var file) || file.Hash != hash)
                return Results.NotFound();
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(file.Content, file.Type);
        }).ExcludeFromDescription();

    private static (byte[] Content, string Type, string Hash) Load(string name, string type)
    {
        using var stream = typeof(OpsAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, type, Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8)));
    }
}
