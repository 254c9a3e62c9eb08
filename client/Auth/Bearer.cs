using Bank.Contracts.Security;

namespace Bank.Client.Auth;

/// <summary>The header <c>Authorization: Bearer …</c>, which carries a key or a token.</summary>
internal static class Bearer
{
    /// <summary>The name of the scheme in headers, and of the one that chooses between keys and tokens.</summary>
    public const string Scheme = "Bearer";

    private const string Beginning = "Bearer ";

    /// <summary>What the header carries; null if there is none, or more than one.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        return header.Count == 1 && header[0] is { } text
            && text.StartsWith(Beginning, StringComparison.OrdinalIgnoreCase)
            ? text[Beginning.Length..].Trim()
            : null;
    }

    /// <summary>True if the header carries a key rather than a token.</summary>
    public static bool IsKey(HttpRequest request) =>
        TokenOf(request)?.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) is true;
}
