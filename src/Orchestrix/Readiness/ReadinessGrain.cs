using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrix.Errors;
using Orleans.Concurrency;

namespace Orchestrix.Readiness;

/// <summary>Answers clients with what the sources of its silo measure.</summary>
[GrainType("orchestrix.readiness"), StatelessWorker]
internal sealed class ReadinessGrain(
    ReadinessRun run, IServiceProvider services, IOptions<ReadinessOptions> options, TimeProvider time)
    : Grain, IReadinessGrain
{
    public Task<IReadOnlyList<CheckResult>> CheckAsync(
        ReadinessProfile profile, CancellationToken cancellationToken = default) =>
        run.RunAsync(profile, cancellationToken);

    public async Task<StoreIdentity?> IdentifyStoreAsync(CancellationToken cancellationToken = default)
    {
        if (services.GetService<IStoreIdentity>() is not { } store)
            return null;
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await store.ReadAsync(limit.Token);
        }
        // The store's own checks tell that.
        catch (EventStoreUnavailableException)
        {
            return null;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return null;
        }
    }
}
