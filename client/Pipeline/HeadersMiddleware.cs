namespace Bank.Client.Pipeline;

/// <summary>
/// What a browser must not do with an answer: guess its type, frame it, run something in it, keep it. An endpoint that
/// says otherwise, such as a page, is left as it is.
/// </summary>
internal sealed class HeadersMiddleware(RequestDelegate next, IHostEnvironment environment)
{
    private const string OneYear = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            headers.TryAdd("Referrer-Policy", "no-referrer");
            headers.TryAdd("Cache-Control", "no-store");
            // Not on a developer's machine: a browser would insist on TLS for everything else that listens there.
            if (context.Request.IsHttps && environment.IsProduction())
                headers.StrictTransportSecurity = OneYear;
            return Task.CompletedTask;
        });
        return next(context);
    }
}
