using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Errors;

namespace Orchestrix.Observability.Http;

/// <summary>Makes the limits of a host's HTTP server hold.</summary>
public static class HttpServerLimitsExtensions
{
    // Kestrel takes a line feed alone for the end of a line, as RFC 9112 (section 2.2) permits. A proxy that does not
    // would see another request in the same bytes. There is no option for it, and the switch is of the whole process.
    private const string OnlyWholeLineEnds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    // ASP.NET Core's own switch (ASPNETCORE_FORWARDEDHEADERS_ENABLED) believes whoever sends X-Forwarded-For.
    private const string BelievesEverybody = "FORWARDEDHEADERS_ENABLED";

    /// <summary>Limits connections, headers, bodies and slowness, and tells nobody which server it is.</summary>
    /// <param name="host">The web host, with Kestrel.</param>
    /// <param name="limits">The limits, which are validated.</param>
    /// <exception cref="ConfigurationException">The host is set up to believe the address that any caller writes, so
    /// that nobody's requests could be counted.</exception>
    public static IWebHostBuilder UseHttpServerLimits(this IWebHostBuilder host, HttpServerLimits limits)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(limits);
        if (string.Equals(host.GetSetting(BelievesEverybody), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new ConfigurationException($"ASPNETCORE_{BelievesEverybody} makes the program believe an "
                + "X-Forwarded-For of anybody. Take it out; the HTTP API names its proxies in Api:KnownProxies.");
        }
        AppContext.SetSwitch(OnlyWholeLineEnds, true);
        return host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.MaxRequestBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
            kestrel.Limits.MaxRequestHeaderCount = limits.MaxHeaders;
            kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
            kestrel.Limits.KeepAliveTimeout = limits.KeepAliveTimeout;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.MinBodyBytesPerSecond, limits.BodyGrace);
        });
    }

    /// <summary>
    /// Limits the requests of each caller. Takes effect with <c>UseRateLimiter</c>; an endpoint with
    /// <c>DisableRateLimiting</c> is left out. A refusal is a 429 that says in <c>Retry-After</c>, in seconds, when to
    /// come back.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="limits">The limits, which are validated.</param>
    /// <param name="refuse">Writes the rest of a refusal. Default null: it has no body.</param>
    public static IServiceCollection AddCallerRateLimit(
        this IServiceCollection services, HttpServerLimits limits, Func<HttpContext, Task>? refuse = null)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                RateLimitPartition.GetFixedWindowLimiter(
                    CallerAddress.Of(context.Connection.RemoteIpAddress).ToString(),
                    _ => new FixedWindowRateLimiterOptions
                    {
                        PermitLimit = limits.RateLimitPermits,
                        Window = limits.RateLimitWindow,
                        QueueLimit = 0,
                    }));
            options.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter)
                    ? retryAfter
                    : limits.RateLimitWindow;
                var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
                rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                return refuse is null ? ValueTask.CompletedTask : new ValueTask(refuse(rejected.HttpContext));
            };
        });
    }
}
