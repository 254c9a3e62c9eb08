using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>An event as a line of the file tells it.</summary>
/// <param name="Line">The number of the line, from 1.</param>
/// <param name="Event">The event; its JSON is a part of the line, as it stands there.</param>
/// <param name="Fingerprint">Of the command; only the first event of a commit has one.</param>
internal sealed record ImportedEvent(long Line, RecordedEvent Event, long? Fingerprint);
