namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>The first place at which a log is not what was sealed.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Position">Where in the log.</param>
/// <param name="Message">One sentence for people; holds no payload.</param>
/// <param name="Stream">The stream of the event that stands there now; null if none does.</param>
/// <param name="Version">Its version.</param>
/// <param name="EventId">Its id.</param>
internal sealed record LogFinding(
    FindingKind Kind, long Position, string Message, string? Stream = null, long? Version = null, Guid? EventId = null);
