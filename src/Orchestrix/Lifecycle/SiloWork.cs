namespace Orchestrix.Lifecycle;

/// <summary>
/// Work in the background that begins and ends with a stage of the silo's lifecycle. Register it as
/// <c>ILifecycleParticipant&lt;ISiloLifecycle&gt;</c>.
/// </summary>
/// <param name="stage">A stage of <see cref="ServiceLifecycleStage"/>.</param>
public abstract class SiloWork(int stage) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _work = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        observer.Subscribe(GetType().Name, stage, StartAsync, StopAsync);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>False if there is nothing to do in this silo.</summary>
    protected virtual bool IsNeeded => true;

    /// <summary>Does the work until it is cancelled; started off any grain's scheduler.</summary>
    /// <param name="stopping">Cancelled when the silo stops. To throw for it is a clean end.</param>
    protected abstract Task RunAsync(CancellationToken stopping);

    /// <summary>Releases what the work holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stopping.Dispose();
    }

    private Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsNeeded)
            _work = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await _work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Either the work ended as it was asked to, or the silo waits no longer.
        }
    }
}
