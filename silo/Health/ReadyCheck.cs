using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Bank.Silo.Health;

/// <summary>
/// Ready means: the silo takes part in the cluster, the event log answers within two seconds, and nobody has asked the
/// process to stop.
/// </summary>
internal sealed class ReadyCheck(
    IEventStore store, SubscriptionWatch watch, IHostApplicationLifetime lifetime, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
            return HealthCheckResult.Unhealthy("starting");
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return HealthCheckResult.Unhealthy("stopping");
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await store.ReadHeadAsync(either.Token).WaitAsync(either.Token);
            return Subscriptions();
        }
        catch (EventStoreUnavailableException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("the event log does not answer");
        }
    }

    /// <summary>A silo that appends is not taken out for a reader that hangs; it is said, though.</summary>
    private HealthCheckResult Subscriptions()
    {
        var stalled = watch.Stalled.Select(static lag => $"{lag.Partition} makes no progress").ToArray();
        return stalled.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", stalled));
    }
}
