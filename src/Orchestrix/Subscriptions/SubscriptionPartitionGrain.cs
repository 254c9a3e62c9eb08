using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Errors;
using Orleans.Placement;

namespace Orchestrix.Subscriptions;

/// <summary>
/// Orleans decides where a partition runs, and that it runs once; where it briefly errs, the epoch of the checkpoint
/// decides. The work itself is done off the grain's turn.
/// </summary>
[GrainType("orchestrix.subscription"), KeepAlive, RandomPlacement]
internal sealed class SubscriptionPartitionGrain(SubscriptionRunners runners)
    : Grain, ISubscriptionPartitionGrain, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private PartitionRunner? _runner;
    private Task _running = Task.CompletedTask;

    public Task<PartitionStatus> EnsureRunningAsync()
    {
        if (_runner is null || _running.IsCompleted)
            Start();
        return Task.FromResult(_runner!.Status);
    }

    public Task<PartitionStatus> RetryAsync()
    {
        if (_runner is null || _running.IsCompleted)
            Start();
        _runner!.Retry();
        return Task.FromResult(_runner.Status);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        try
        {
            await _running.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Orleans waits no longer. What the runner still records is fenced off by the next owner.
        }
    }

    public void Dispose() => _stopping.Dispose();

    private void Start()
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.LastIndexOf('/');
        if (slash < 0
            || !int.TryParse(key.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            || runners.Create(key[..slash], partition) is not { } runner)
        {
            // Another silo, which runs a later program, may know it: the next call places the grain anew.
            DeactivateOnIdle();
            throw new ConfigurationException($"This silo has no partition {key} of a subscription.");
        }
        _runner = runner;
        // The runner belongs to no grain's turn, and a request's context must not stay with it.
        using (ExecutionContext.SuppressFlow())
            _running = Task.Run(() => runner.RunAsync(_stopping.Token), CancellationToken.None);
    }
}
