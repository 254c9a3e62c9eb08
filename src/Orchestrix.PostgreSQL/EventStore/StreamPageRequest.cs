using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>A question for the next events of a stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="FromVersion">Version of the first event.</param>
/// <param name="Limit">Most events to return.</param>
internal readonly record struct StreamPageRequest(StreamId Stream, long FromVersion, long Limit);
