using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.LogConsistency;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;

namespace Orchestrix.Inspection;

/// <inheritdoc cref="StreamFold"/>
/// <param name="start">Makes the state before the first event; a new one with each call.</param>
/// <param name="fold">Reads an event and folds it; may change and return the state it is given.</param>
internal sealed class StreamFold<TState>(
    Func<TState> start, Func<EventSerializer, TState, RecordedEvent, TState> fold) : StreamFold
    where TState : class
{
    /// <inheritdoc/>
    public override Type State => typeof(TState);

    /// <inheritdoc/>
    public override async Task<object> LoadAsync(
        StreamId stream, long version, EventSerializer serializer, StateServices services)
    {
        var loader = new StateLoader<TState>(
            stream, start, (state, recorded) => Fold(serializer, state, recorded), services);
        return (await loader.LoadAtAsync(new StreamHead<TState>(start(), 0, default), version)).State;
    }

    /// <inheritdoc/>
    public override async Task<object> ReplayAsync(
        IAsyncEnumerable<RecordedEvent> events, EventSerializer serializer)
    {
        var state = start();
        await foreach (var recorded in events)
            state = Fold(serializer, state, recorded);
        return state;
    }

    private TState Fold(EventSerializer serializer, TState state, RecordedEvent recorded)
    {
        try
        {
            return fold(serializer, state, recorded);
        }
        // Whatever the domain's code throws, the event is named, as it is when an activation replays.
        catch (Exception exception) when (exception is not UnreadableEventException)
        {
            throw LogSegment.FoldFailedOnReplay(recorded, exception);
        }
    }
}
