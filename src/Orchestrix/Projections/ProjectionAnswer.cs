namespace Orchestrix.Projections;

/// <summary>What a projection answered.</summary>
/// <param name="Result">The rows.</param>
/// <param name="Position">
/// The position that they are valid for: every event up to here is in them, and none behind it.
/// </param>
public sealed record ProjectionAnswer<T>(T Result, long Position)
{
    /// <summary>
    /// Streams that are parked: of these, events up to <see cref="Position"/> wait, and their rows are older. Always 0
    /// for a projection that does not call <see cref="Projection{TRow}.ParkPoison"/>.
    /// </summary>
    public long ParkedStreams { get; init; }
}
