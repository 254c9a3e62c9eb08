using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bank.Client.Health;

/// <summary>
/// <c>/health/live</c> is the process alone: an orchestrator restarts it if it fails. <c>/health/ready</c> is whether
/// requests can be served: traffic goes elsewhere while it fails.
/// </summary>
internal static class HealthEndpoints
{
    private const string ReadyTag = "ready";

    public static void AddClusterHealth(this IServiceCollection services)
    {
        // One instance, since it remembers what it logged last.
        services.AddSingleton<ClusterHealthCheck>();
        services.AddHealthChecks().AddCheck<ClusterHealthCheck>("cluster", tags: [ReadyTag]);
    }

    public static void MapClusterHealth(this IEndpointRouteBuilder app)
    {
        Map(app, "/health/live", static _ => false);
        Map(app, "/health/ready", static check => check.Tags.Contains(ReadyTag));
    }

    private static void Map(IEndpointRouteBuilder app, string path, Func<HealthCheckRegistration, bool> predicate) =>
        app.MapHealthChecks(path, new HealthCheckOptions { Predicate = predicate, ResponseWriter = WriteAsync })
            // Without a list they would answer every method, and look as if they took a write.
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]))
            .AllowAnonymous().DisableRateLimiting();

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new { status = entry.Value.Status.ToString(), description = entry.Value.Description }),
    });
}
