using Bank.Client.Problems;
using Microsoft.Net.Http.Headers;

namespace Bank.Client.Pipeline;

/// <summary>
/// Refuses what is no text: bodies in another encoding than UTF-8, and NUL, which PostgreSQL keeps in none.
/// </summary>
internal sealed class TextMiddleware(RequestDelegate next)
{
    private const string Utf8 = "utf-8";

    // The server itself refuses it in paths and headers, and each request looks at its own members.
    private const string Nul = "%00";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.QueryString.Value?.Contains(Nul, StringComparison.Ordinal) is true)
        {
            return new ProblemResult(ProblemTypes.Malformed) { Detail = "A parameter holds the character NUL (%00)." }
                .ExecuteAsync(context);
        }
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.Charset.HasValue)
            return next(context);
        // JSON is UTF-8 (RFC 8259, section 8.1). ASP.NET Core would read it in any encoding that a caller names, so
        // that whatever stands in front reads something else, and answer 500 to one that it does not know.
        if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals(Utf8, StringComparison.OrdinalIgnoreCase))
        {
            return new ProblemResult(ProblemTypes.UnsupportedMediaType) { Detail = "Its text must be in UTF-8." }
                .ExecuteAsync(context);
        }
        // Quotes are as good as none, and ASP.NET Core does not know what is in them.
        type.Charset = Utf8;
        context.Request.ContentType = type.ToString();
        return next(context);
    }
}
