using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrix.Readiness;
using Orleans;
using Orleans.Runtime;

namespace Orchestrix.Observability.Readiness;

/// <summary>
/// Answers for the process of a client, and lets the cluster know that it does. Silos are asked by their own grains,
/// and this does nothing there.
/// </summary>
internal sealed class ClientVoice(
    IServiceProvider services, IHostEnvironment environment, IHostApplicationLifetime lifetime)
    : BackgroundService, IMeasuredClient
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = services.GetService<TimeProvider>() ?? TimeProvider.System;

    private string Name =>
        $"{environment.ApplicationName} on {Environment.MachineName}, process {Environment.ProcessId}";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckResult>> CheckAsync(ReadinessProfile profile)
    {
        var results = new List<CheckResult>();
        foreach (var source in services.GetServices<IReadinessSource>().OfType<ISiloReadinessSource>())
        {
            await foreach (var result in source.RunAsync(profile, lifetime.ApplicationStopping))
                results.Add(result);
        }
        return results;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetService<ILocalSiloDetails>() is not null
            || services.GetService<IClusterClient>() is not { } cluster)
        {
            return;
        }
        // Before the connection is closed.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            stoppingToken, lifetime.ApplicationStopping);
        IMeasuredClient? own = null;
        try
        {
            while (true)
            {
                own = await TryJoinAsync(cluster, own);
                await Task.Delay(own is null ? Soon : Period, _time, either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            if (own is not null)
                await LeaveAsync(cluster);
        }
    }

    /// <summary>The reference of this process; null if the cluster could not be told.</summary>
    private async Task<IMeasuredClient?> TryJoinAsync(IClusterClient cluster, IMeasuredClient? own)
    {
        try
        {
            own ??= cluster.CreateObjectReference<IMeasuredClient>(this);
            await cluster.GetGrain<IClientCircleGrain>(0).JoinAsync(Name, own);
            return own;
        }
        // Not connected yet, or no silo answers: whatever it is, others report it, and this is tried again.
        catch (Exception)
        {
            return null;
        }
    }

    private async Task LeaveAsync(IClusterClient cluster)
    {
        try
        {
            await cluster.GetGrain<IClientCircleGrain>(0).LeaveAsync(Name).WaitAsync(Soon, _time);
        }
        // It is forgotten after a minute as well.
        catch (Exception)
        {
        }
    }
}
