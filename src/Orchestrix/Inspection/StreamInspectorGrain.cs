using Orchestrix.Events;
using Orchestrix.Tenants;
using Orleans.Concurrency;

namespace Orchestrix.Inspection;

/// <summary>See <see cref="IStreamInspectorGrain"/>.</summary>
[GrainType("orchestrix-stream-inspector"), StatelessWorker]
internal sealed class StreamInspectorGrain(StreamInspector inspector) : Grain, IStreamInspectorGrain
{
    public Task<StreamMoment> FindAsync(StreamId stream, StreamPoint point, CancellationToken cancellationToken) =>
        inspector.FindAsync(Own(stream), point, cancellationToken);

    public Task<StreamState> GetStateAsync(StreamId stream, StreamPoint point, CancellationToken cancellationToken) =>
        inspector.GetStateAsync(Own(stream), point, cancellationToken);

    public Task<StreamEventsPage> GetEventsAsync(
        StreamId stream, long fromVersion, int limit, CancellationToken cancellationToken) =>
        inspector.GetEventsAsync(Own(stream), fromVersion, limit, cancellationToken);

    private static StreamId Own(StreamId stream)
    {
        StreamTenant.Check(stream);
        return stream;
    }
}
