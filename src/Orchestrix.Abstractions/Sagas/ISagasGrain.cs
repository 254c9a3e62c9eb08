using Orchestrix.Events;
using Orleans.Concurrency;

namespace Orchestrix.Sagas;

/// <summary>
/// Looks at sagas for clients of the cluster, which do not reach the database; any silo answers. The key is 0. What
/// people do to a saga goes to the saga itself: <see cref="ISagaGrain"/>.
/// </summary>
[Alias("orchestrix.sagas-grain")]
public interface ISagasGrain : IGrainWithIntegerKey
{
    /// <summary>As <see cref="ISagaIndex.ListAsync"/>.</summary>
    [Alias("list"), ReadOnly]
    Task<SagaPage> ListAsync(
        SagaFilter filter, SagaPlace? after, int maxCount, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ISagaIndex.CountAsync"/>, over all tenants.</summary>
    /// <exception cref="UnauthorizedAccessException">The call is made in the name of a tenant.</exception>
    [Alias("count"), ReadOnly]
    Task<IReadOnlyList<SagaCount>> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// A saga with its history, ended or not, read from the log without activating it; null if there is none.
    /// </summary>
    [Alias("find"), ReadOnly]
    Task<SagaDetails?> FindAsync(StreamId saga, CancellationToken cancellationToken = default);
}
