using Orchestrix.Events;
using Orleans.Concurrency;

namespace Orchestrix.Inspection;

/// <summary>See <see cref="IStreamInspectorGrain"/>.</summary>
[GrainType("orchestrix-stream-inspector"), StatelessWorker]
internal sealed class StreamInspectorGrain(StreamInspector inspector) : Grain, IStreamInspectorGrain
{
    public Task<StreamMoment> FindAsync(StreamId stream, StreamPoint point, CancellationToken cancellationToken) =>
        inspector.FindAsync(stream, point, cancellationToken);

    public Task<StreamState> GetStateAsync(StreamId stream, StreamPoint point, CancellationToken cancellationToken) =>
        inspector.GetStateAsync(stream, point, cancellationToken);

    public Task<StreamEventsPage> GetEventsAsync(
        StreamId stream, long fromVersion, int limit, CancellationToken cancellationToken) =>
        inspector.GetEventsAsync(stream, fromVersion, limit, cancellationToken);
}
