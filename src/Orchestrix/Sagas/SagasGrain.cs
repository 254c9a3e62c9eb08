using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Tenants;
using Orleans.Concurrency;

namespace Orchestrix.Sagas;

/// <summary>Answers clients from the log and the index of its silo.</summary>
[GrainType("orchestrix.sagas"), StatelessWorker]
internal sealed class SagasGrain(ISagaIndex index, SagaServices services) : Grain, ISagasGrain
{
    public Task<SagaPage> ListAsync(
        SagaFilter filter, SagaPlace? after, int maxCount, CancellationToken cancellationToken = default) =>
        index.ListAsync(
            filter with { Tenant = CallContext.Tenant ?? filter.Tenant }, after, maxCount, cancellationToken);

    public Task<IReadOnlyList<SagaCount>> CountAsync(CancellationToken cancellationToken = default) =>
        CallContext.Tenant is null
            ? index.CountAsync(cancellationToken)
            : throw new UnauthorizedAccessException("Sagas are counted over all tenants, and for callers of none.");

    public Task<SagaDetails?> FindAsync(StreamId saga, CancellationToken cancellationToken = default) =>
        StreamTenant.IsOfCaller(saga)
            ? SagaReader.FindAsync(services.Store, services.Serializer, saga, cancellationToken)
            : Task.FromResult<SagaDetails?>(null);
}
