using Bank.Client.Cluster;
using Bank.Contracts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bank.Client.Health;

/// <summary>
/// Ready is: a silo answers, and reaches its event store. The reason goes to the log, never to the caller, and only
/// when the answer changes: probes come every few seconds. Anyone may ask, so all who ask within a second share one
/// answer of the cluster.
/// </summary>
internal sealed partial class ClusterHealthCheck(
    ClusterConnection connection, IClusterClient cluster, TimeProvider time, ILogger<ClusterHealthCheck> logger)
    : IHealthCheck
{
    private const int Ready = 1;
    private const int NotReady = 2;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<HealthCheckResult>? _latest;
    private long _askedAt;
    private int _state;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!connection.IsEstablished)
            return Task.FromResult(HealthCheckResult.Unhealthy("No silo has been reached yet."));
        lock (_gate)
        {
            if (_latest is null || (_latest.IsCompleted && time.GetElapsedTime(_askedAt) >= Shared))
                (_askedAt, _latest) = (time.GetTimestamp(), AskAsync());
            return _latest.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthCheckResult> AskAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        try
        {
            await cluster.GetGrain<IBankProbeGrain>(0).CheckAsync(deadline.Token).WaitAsync(Deadline, time);
            if (Interlocked.Exchange(ref _state, Ready) != Ready)
                LogReady();
            return HealthCheckResult.Healthy();
        }
        // Whatever the reason is, the cluster does not serve.
        catch (Exception exception)
        {
            if (Interlocked.Exchange(ref _state, NotReady) != NotReady)
                LogNotReady(exception.GetType().Name);
            return HealthCheckResult.Unhealthy("No silo answers, or it does not reach its event store.");
        }
    }

    [LoggerMessage(20, LogLevel.Information, "Ready: a silo answers and reaches its event store.")]
    private partial void LogReady();

    [LoggerMessage(21, LogLevel.Warning,
        "Not ready: no silo answers, or it does not reach its event store ({Reason}).")]
    private partial void LogNotReady(string reason);
}
