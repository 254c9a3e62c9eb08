using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>The next events of a stream.</summary>
/// <param name="Events">In the order asked for.</param>
/// <param name="IsLast">False if more events may follow.</param>
internal readonly record struct StreamPage(List<RecordedEvent> Events, bool IsLast);
