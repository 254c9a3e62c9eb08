using Orchestrix.Events;

namespace Orchestrix.Inspection;

/// <summary>A part of a stream's events.</summary>
/// <param name="Outcome">Whether there is such a stream.</param>
/// <param name="Events">The events, oldest first.</param>
/// <param name="NextVersion">Where the next page begins; null if this is the last one.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.stream-events-page")]
public sealed record StreamEventsPage(
    [property: Id(0)] InspectionOutcome Outcome,
    [property: Id(1)] IReadOnlyList<RecordedEvent> Events,
    [property: Id(2)] long? NextVersion);
