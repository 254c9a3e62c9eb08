using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bank.Silo.Health;

/// <summary>
/// <c>/health/live</c> answers 200 as long as the process runs; <c>/health/ready</c> answers 200 only when the silo can
/// do its work, else 503 with the reasons.
/// </summary>
internal static class HealthEndpoints
{
    private static readonly HttpMethodMetadata Reads = new([HttpMethods.Get, HttpMethods.Head]);

    public static void AddSiloHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<ReadyCheck>("ready");

    public static void MapSiloHealth(this IEndpointRouteBuilder endpoints)
    {
        // It costs nothing, and a silo is restarted if it is not answered.
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false })
            .DisableRateLimiting().WithMetadata(Reads);
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync })
            .WithMetadata(Reads);
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString().ToLowerInvariant(),
        reasons = report.Entries.Values.Select(static entry => entry.Description).OfType<string>(),
    });
}
