using System.Globalization;
using System.Threading.RateLimiting;
using Bank.Client.Configuration;
using Bank.Client.Problems;

namespace Bank.Client.Pipeline;

/// <summary>
/// Limits the requests of one remote address. Behind a proxy, forward the caller's address (ForwardedHeaders).
/// </summary>
internal static class RateLimiting
{
    public static void AddRateLimiting(this IServiceCollection services, ApiSettings settings) =>
        services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = settings.RateLimitPermits,
                    Window = settings.RateLimitWindow,
                    QueueLimit = 0,
                }));
        options.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter)
                ? retryAfter
                : settings.RateLimitWindow;
            await new ProblemResult(ProblemTypes.RateLimited)
            {
                Detail = string.Create(CultureInfo.InvariantCulture,
                    $"At most {settings.RateLimitPermits} requests are accepted in {settings.RateLimitWindow}."),
                RetryAfter = wait,
            }.ExecuteAsync(rejected.HttpContext);
        };
    });
}
