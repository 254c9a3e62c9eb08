namespace Orchestrix.Sagas;

/// <summary>Where a saga stands after a commit: all that an index of sagas has to keep.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="DueAt">When somebody should look at it if nothing is heard of it until then; null for never.</param>
/// <param name="ReasonCode">Why it is parked or compensates; null otherwise.</param>
/// <param name="ParkedAt">The step that it is parked at; null if there is none.</param>
/// <param name="ParkedSince">Since when it is parked; null if it is not.</param>
/// <param name="Attempts">How often the step that it is parked at was tried; null if there is none.</param>
public sealed record SagaOutlook(
    SagaStatus Status, DateTimeOffset? DueAt = null, string? ReasonCode = null, string? ParkedAt = null,
    DateTimeOffset? ParkedSince = null, int? Attempts = null);
