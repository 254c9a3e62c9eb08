using Orchestrix.Events;
using Orchestrix.LogConsistency;
using Orchestrix.Serialization;

namespace Orchestrix.Sagas;

/// <summary>Reads sagas from the log, without their grains.</summary>
internal static class SagaReader
{
    /// <summary>A saga with everything that happened to it; null if the log has none under this id.</summary>
    public static async Task<SagaDetails?> FindAsync(
        IEventStore store, EventSerializer serializer, StreamId saga, CancellationToken cancellationToken)
    {
        var events = new List<SagaEvent>();
        await foreach (var recorded in store.ReadStreamAsync(saga, StreamRead.Forwards(), cancellationToken))
        {
            // A stream of another kind of grain is no saga.
            if (!SagaEventsJson.Names.Contains(recorded.EventType))
                return null;
            events.Add(LogSegment.Typed<SagaEvent>(serializer, recorded));
        }
        return events.Count == 0
            ? null
            : new SagaDetails(SagaViews.Of(saga, SagaState.New.Apply(events)), SagaTimeline.Of(events));
    }
}
