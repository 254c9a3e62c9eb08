using System.Text;
using Microsoft.Net.Http.Headers;

namespace Bank.Client.Pipeline;

/// <summary>
/// Answers 415 to a body in an encoding that nobody knows; ASP.NET Core would fail inside and answer 500.
/// </summary>
internal sealed class CharsetMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            && type.Charset.HasValue && !IsKnown(HeaderUtilities.RemoveQuotes(type.Charset).Value!))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }
        return next(context);
    }

    private static bool IsKnown(string charset)
    {
        try
        {
            return Encoding.GetEncoding(charset) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
