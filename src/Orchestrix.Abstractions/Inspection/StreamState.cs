namespace Orchestrix.Inspection;

/// <summary>The state of a stream at a point in its history.</summary>
/// <param name="Moment">The point; its outcome says whether there is a state.</param>
/// <param name="Json">The state as JSON; null if there is none.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.stream-state")]
public sealed record StreamState(
    [property: Id(0)] StreamMoment Moment, [property: Id(1)] string? Json);
