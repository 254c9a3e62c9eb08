using System.Globalization;
using Bank.Client.Configuration;
using Bank.Client.Problems;
using Orchestrix.Observability.Http;

namespace Bank.Client.Pipeline;

/// <summary>Limits the requests of one caller, and says so in a problem.</summary>
internal static class RateLimiting
{
    public static void AddRateLimiting(this IServiceCollection services, ApiSettings settings) =>
        services.AddCallerRateLimit(settings, context => new ProblemResult(ProblemTypes.RateLimited)
        {
            Detail = string.Create(CultureInfo.InvariantCulture,
                $"At most {settings.RateLimitPermits} requests are accepted in {settings.RateLimitWindow}."),
        }.ExecuteAsync(context));
}
