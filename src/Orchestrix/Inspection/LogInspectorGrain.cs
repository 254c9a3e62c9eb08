using Orchestrix.Commands;
using Orchestrix.Events;
using Orleans.Concurrency;

namespace Orchestrix.Inspection;

/// <summary>See <see cref="ILogInspectorGrain"/>.</summary>
[GrainType("orchestrix.log-inspector"), StatelessWorker]
internal sealed class LogInspectorGrain(IEventStore store) : Grain, ILogInspectorGrain
{
    public Task<LogSearchPage> SearchAsync(LogSearch search, CancellationToken cancellationToken) =>
        LogSearcher.SearchAsync(store, search, CallContext.Tenant, cancellationToken);
}
