using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrix.Errors;
using Orchestrix.Subscriptions;
using Orleans.Placement;

namespace Orchestrix.Projections;

/// <summary>
/// Orleans decides where a rebuild runs, and that it runs once; where it briefly errs, the epochs of the rebuild and of
/// the checkpoint decide. The work itself is done off the grain's turn.
/// </summary>
[GrainType("orchestrix.projection-rebuild"), RandomPlacement]
internal sealed class ProjectionRebuildGrain(
    IEnumerable<Projection> projections, IServiceProvider services, ILocalSiloDetails silo,
    ILogger<ProjectionRebuildGrain> logger)
    : Grain, IProjectionRebuildGrain, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public Task EnsureRunningAsync()
    {
        if (!_running.IsCompleted)
            return Task.CompletedTask;
        var name = this.GetPrimaryKeyString();
        if (projections.FirstOrDefault(one => one.Name == name) is not { } projection
            || services.GetService<IRebuildRunner>() is not { } runner)
        {
            // Another silo, which runs a later program, may know it: the next call places the grain anew.
            DeactivateOnIdle();
            throw new ConfigurationException($"This silo has no projection {name} that it could rebuild.");
        }
        var owner = $"{silo.Name} ({silo.SiloAddress})";
        // The work belongs to no grain's turn, and a request's context must not stay with it.
        using (ExecutionContext.SuppressFlow())
            _running = Task.Run(() => RunAsync(projection, runner, owner), CancellationToken.None);
        return Task.CompletedTask;
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
            // Orleans waits no longer. What the rebuild still writes is fenced off by the next owner.
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(Projection projection, IRebuildRunner runner, string owner)
    {
        try
        {
            await projection.RunRebuildAsync(runner, owner, _stopping.Token);
            // Whoever runs the projection goes on with the new table, if there is one, without waiting for a pause.
            await GrainFactory.GetGrain<ISubscriptionPartitionGrain>($"{projection.SubscriptionName}/0").RetryAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The silo stops: another one goes on.
        }
        // Whatever it is, the silos ask again as long as the rebuild is not over.
        catch (Exception exception)
        {
            Log.RebuildInterrupted(logger, projection.Name, exception.GetType().Name, exception);
        }
        finally
        {
            // Placed anew by the next call: in a rolling deployment this silo may be the one that cannot do it.
            GrainContext.Deactivate(new DeactivationReason(
                DeactivationReasonCode.ApplicationRequested, "The rebuild is over, or was interrupted."));
        }
    }
}
