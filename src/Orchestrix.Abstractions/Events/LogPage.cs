namespace Orchestrix.Events;

/// <summary>A part of the log.</summary>
/// <param name="Events">The events that the filter wants, in order of position.</param>
/// <param name="ScannedTo">
/// The position up to which the log was looked through: it holds no other event of the filter after the position that
/// was asked for and up to here. Equal to the position that was asked for at the end of the log.
/// </param>
public sealed record LogPage(IReadOnlyList<RecordedEvent> Events, long ScannedTo);
