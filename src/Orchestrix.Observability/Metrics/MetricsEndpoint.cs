using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Orchestrix.Observability.Metrics;

/// <summary>
/// Answers scrapes in front of all other middleware: no rate limit refuses them, nothing logs or traces them.
/// </summary>
internal sealed class MetricsEndpoint(MeterBridge bridge, MetricsOptions options) : IStartupFilter
{
    private const string TextFormat = "text/plain; version=0.0.4; charset=utf-8";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (options.Path.Length > 0)
            app.Use(AnswerAsync);
        next(app);
    };

    private Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.Equals(options.Path, StringComparison.Ordinal)
            || !HttpMethods.IsGet(context.Request.Method)
            || (options.Port is { } port && context.Connection.LocalPort != port))
        {
            return next(context);
        }
        // Scrapes are no traffic of the host.
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } measured)
            measured.MetricsDisabled = true;
        context.Response.ContentType = TextFormat;
        context.Response.Headers.CacheControl = "no-store";
        return bridge.WriteAsync(context.Response.Body, context.RequestAborted);
    }
}
