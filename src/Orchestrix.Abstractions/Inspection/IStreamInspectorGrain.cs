using Orchestrix.Events;

namespace Orchestrix.Inspection;

/// <summary>
/// Looks at any stream of the log, without activating the grain that owns it. Every silo has its own, so the key means
/// nothing; take 0.
/// </summary>
[Alias("orchestrix.stream-inspector")]
public interface IStreamInspectorGrain : IGrainWithIntegerKey
{
    /// <summary>Most events in one page.</summary>
    const int MaxPageSize = 500;

    /// <summary>Finds a point in the history of a stream; costs a few reads of single events.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="point">The point.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    [Alias("find")]
    Task<StreamMoment> FindAsync(StreamId stream, StreamPoint point, CancellationToken cancellationToken = default);

    /// <summary>
    /// The state at a point, folded from the events or from a snapshot before it, as the grain would have had it.
    /// </summary>
    /// <inheritdoc cref="FindAsync"/>
    /// <exception cref="Errors.UnreadableEventException">An event cannot be read or folded.</exception>
    [Alias("get-state")]
    Task<StreamState> GetStateAsync(
        StreamId stream, StreamPoint point, CancellationToken cancellationToken = default);

    /// <summary>A part of the events, as the log holds them.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="fromVersion">The version to begin at, from 1.</param>
    /// <param name="limit">Most events to return, from 1 to <see cref="MaxPageSize"/>.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    [Alias("get-events")]
    Task<StreamEventsPage> GetEventsAsync(
        StreamId stream, long fromVersion, int limit, CancellationToken cancellationToken = default);
}
