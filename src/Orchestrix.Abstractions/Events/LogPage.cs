namespace Orchestrix.Events;

/// <summary>A part of the log.</summary>
/// <param name="Events">The events that the filter wants, in order of position.</param>
/// <param name="ScannedTo">
/// The position up to which the log was looked through: it holds no other event of the filter after the position that
/// was asked for and up to here. Equal to the position that was asked for at the end of the log.
/// </param>
[GenerateSerializer, Immutable, Alias("orchestrix.log-page")]
public sealed record LogPage(
    [property: Id(0)] IReadOnlyList<RecordedEvent> Events, [property: Id(1)] long ScannedTo);
