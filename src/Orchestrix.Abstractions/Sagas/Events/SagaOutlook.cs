namespace Orchestrix.Sagas;

/// <summary>Where a saga stands after a commit: all that an index of sagas has to keep.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="DueAt">When somebody should look at it if nothing is heard of it until then; null for never.</param>
/// <param name="ReasonCode">Why it is parked or compensates; null otherwise.</param>
public sealed record SagaOutlook(SagaStatus Status, DateTimeOffset? DueAt = null, string? ReasonCode = null);
