using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Errors;
using Orchestrix.Operators;
using Orleans.Concurrency;

namespace Orchestrix.Projections;

/// <summary>Answers clients from the store of its silo.</summary>
[GrainType("orchestrix.projections"), StatelessWorker]
internal sealed class ProjectionsGrain(IServiceProvider services, OperatorLog log) : Grain, IProjectionsGrain
{
    private IProjectionCatalog Catalog => services.GetService<IProjectionCatalog>() ?? throw new ConfigurationException(
        "The store of this silo keeps no tables of projections; call UsePostgreSQL in AddOrchestrix.");

    private RecordedRebuilds Rebuilds => new(Catalog, log);

    public Task<IReadOnlyList<ProjectionStatus>> ListAsync(CancellationToken cancellationToken = default) =>
        Catalog.ListAsync(cancellationToken);

    public Task<ProjectionStatus?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        Catalog.FindAsync(name, cancellationToken);

    public async Task<RebuildOutcome> RebuildAsync(string name, RebuildActivation activation, string actor) =>
        Begin(name, await Rebuilds.RebuildAsync(name, activation, actor));

    public async Task<RebuildOutcome> ActivateAsync(string name, string actor) =>
        Begin(name, await Rebuilds.ActivateAsync(name, actor));

    public async Task<RebuildOutcome> CancelAsync(string name, string actor) =>
        Begin(name, await Rebuilds.CancelAsync(name, actor));

    /// <summary>The request is durable; if nobody can be asked now, the silos find it by themselves.</summary>
    private RebuildOutcome Begin(string name, RebuildOutcome outcome)
    {
        if (outcome == RebuildOutcome.Accepted)
            GrainFactory.GetGrain<IProjectionRebuildGrain>(name).EnsureRunningAsync().Ignore();
        return outcome;
    }
}
