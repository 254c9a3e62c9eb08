using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Orchestrix.Events;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;
using Orleans.Configuration;

namespace Orchestrix.Inspection;

/// <summary>Looks at streams for <see cref="IStreamInspectorGrain"/>; one for the silo.</summary>
internal sealed class StreamInspector(
    IEventStore store, EventSerializer serializer, EventTypeRegistry registry, StateServices states,
    IOptions<GrainTypeOptions> grains)
{
    private readonly StateText _text = new(registry);

    private readonly FrozenDictionary<string, StreamFold?> _folds = grains.Value.Classes
        .Select(static grain => (Type: StreamFold.TypeOf(grain), Grain: grain))
        .Where(static one => one.Type is not null)
        .DistinctBy(static one => one.Type)
        .ToFrozenDictionary(static one => one.Type!, static one => StreamFold.Of(one.Grain), StringComparer.Ordinal);

    public async Task<StreamMoment> FindAsync(
        StreamId stream, StreamPoint point, CancellationToken cancellationToken)
    {
        var moment = await StreamHistory.FindAsync(store, stream, point, cancellationToken);
        return moment with { Outcome = Judge(stream, moment.Outcome) };
    }

    public async Task<StreamState> GetStateAsync(
        StreamId stream, StreamPoint point, CancellationToken cancellationToken)
    {
        var moment = await FindAsync(stream, point, cancellationToken);
        if (moment.Outcome != InspectionOutcome.Found)
            return new StreamState(moment, null);
        if (_folds.GetValueOrDefault(stream.GrainType) is not { } fold)
            return new StreamState(moment with { Outcome = InspectionOutcome.NoFold }, null);
        var state = await fold.LoadAsync(stream, moment.Version, serializer, states);
        return new StreamState(moment, _text.Of(state));
    }

    public async Task<StreamEventsPage> GetEventsAsync(
        StreamId stream, long fromVersion, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IStreamInspectorGrain.MaxPageSize);
        var events = new List<RecordedEvent>();
        // One more than asked tells whether there is a next page.
        var read = StreamRead.Forwards(fromVersion, limit + 1);
        await foreach (var recorded in store.ReadStreamAsync(stream, read, cancellationToken))
            events.Add(recorded);
        if (events.Count > limit)
            return new StreamEventsPage(InspectionOutcome.Found, events[..limit], fromVersion + limit);
        var exists = events.Count > 0 || await store.ReadStreamVersionAsync(stream, cancellationToken) > 0;
        return new StreamEventsPage(
            exists ? InspectionOutcome.Found : Judge(stream, InspectionOutcome.NoSuchStream), events, null);
    }

    private InspectionOutcome Judge(StreamId stream, InspectionOutcome outcome) =>
        outcome == InspectionOutcome.NoSuchStream && !_folds.ContainsKey(stream.GrainType)
            ? InspectionOutcome.UnknownType
            : outcome;
}
