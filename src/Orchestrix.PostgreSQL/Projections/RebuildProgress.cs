namespace Orchestrix.PostgreSQL.Projections;

/// <summary>How a rebuild fares.</summary>
/// <param name="Generation">The generation that is built.</param>
/// <param name="Position">The position that it has reached.</param>
/// <param name="Head">The end of the log.</param>
/// <param name="EventsPerSecond">Positions per second since this run began.</param>
/// <param name="Remaining">How long it will take at that rate; null if that cannot be told yet.</param>
public sealed record RebuildProgress(
    int Generation, long Position, long Head, double EventsPerSecond, TimeSpan? Remaining);
