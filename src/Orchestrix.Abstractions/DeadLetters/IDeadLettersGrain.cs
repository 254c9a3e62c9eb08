using Orleans.Concurrency;

namespace Orchestrix.DeadLetters;

/// <summary>
/// The dead letters for clients of the cluster, which do not reach the database; any silo answers. The key is 0.
/// </summary>
[Alias("orchestrix.dead-letters-grain")]
public interface IDeadLettersGrain : IGrainWithIntegerKey
{
    /// <summary>As <see cref="IDeadLetterStore.ListAsync"/>.</summary>
    [Alias("list"), ReadOnly]
    Task<DeadLetterPage> ListAsync(
        DeadLetterFilter filter, long? before, int maxCount, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="IDeadLetterStore.FindAsync"/>.</summary>
    [Alias("find"), ReadOnly]
    Task<DeadLetterDetails?> FindAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>
    /// As <see cref="IDeadLetterStore.DecideAsync"/>, and a partition that stands still at the event tries again at
    /// once.
    /// </summary>
    [Alias("decide")]
    Task<DeadLetterOutcome> DecideAsync(long id, DeadLetterActKind act, DeadLetterDecision decision);

    /// <summary>As <see cref="IDeadLetterStore.DecideAllAsync"/>.</summary>
    [Alias("decide-all")]
    Task<IReadOnlyList<long>> DecideAllAsync(
        DeadLetterFilter filter, DeadLetterActKind act, DeadLetterDecision decision, int maxCount);
}
