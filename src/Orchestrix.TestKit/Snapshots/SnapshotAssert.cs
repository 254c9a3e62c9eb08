using System.Text;
using Orchestrix.Aggregates;
using Orchestrix.Events;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;
using Xunit;

namespace Orchestrix.TestKit.Snapshots;

/// <summary>
/// Proves that a snapshot changes nothing but load time: wherever it is taken, the state read back from it folds the
/// events behind it to the very state of a full replay.
/// </summary>
public static class SnapshotAssert
{
    private static readonly StreamId _stream = StreamId.For("snapshot-assert", "1");

    /// <summary>Checks the state of an aggregate, with a snapshot behind each of the events in turn.</summary>
    /// <param name="events">A history that reaches every part of the state; the work grows with its square.</param>
    /// <param name="registry">
    /// The events' registry, if its JSON contexts list the state type; null serializes the state by reflection.
    /// </param>
    /// <exception cref="Errors.ConfigurationException">The state carries no <see cref="SnapshotAttribute"/>, or holds
    /// something that JSON would lose.</exception>
    public static void EqualsReplay<TState>(IEnumerable<object> events, EventTypeRegistry? registry = null)
        where TState : class, IAggregateState<TState>, new() =>
        EqualsReplay(static () => new TState(), static (state, @event) => state.Apply(@event), events, registry);

    /// <summary>Checks any state, such as that of a plain <c>JournaledGrain</c>.</summary>
    /// <param name="start">Makes the state before the first event.</param>
    /// <param name="fold">Folds an event; may change and return the state it is given.</param>
    /// <param name="events">A history that reaches every part of the state; the work grows with its square.</param>
    /// <param name="registry">
    /// The events' registry, if its JSON contexts list the state type; null serializes the state by reflection.
    /// </param>
    /// <exception cref="Errors.ConfigurationException">The state carries no <see cref="SnapshotAttribute"/>, or holds
    /// something that JSON would lose.</exception>
    public static void EqualsReplay<TState>(
        Func<TState> start, Func<TState, object, TState> fold, IEnumerable<object> events,
        EventTypeRegistry? registry = null)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(fold);
        var history = events.ToArray();
        var codec = new StateCodecs(registry ?? new EventTypeRegistryBuilder().Build()).Find<TState>()
            ?? throw new Errors.ConfigurationException($"{typeof(TState)} carries no [Snapshot].");
        var replayed = Text(codec, history.Aggregate(start(), fold));
        for (var taken = 1; taken <= history.Length; taken++)
        {
            var snapshot = Write(codec, history[..taken].Aggregate(start(), fold), taken);
            var load = new SnapshotLoad { Snapshot = snapshot, IsInLog = true, Tail = [], IsWhole = true };
            if (!codec.TryRead(load, snapshot, out var head, out var doubt))
                Assert.Fail($"The snapshot at version {taken} cannot be read back ({doubt}): {Text(snapshot)}");
            var loaded = Text(codec, history[taken..].Aggregate(head.State, fold));
            if (loaded != replayed)
            {
                Assert.Fail($"With a snapshot at version {taken} the state is not that of a replay.\n"
                    + $"replayed: {replayed}\nloaded:   {loaded}");
            }
        }
    }

    private static Snapshot Write<TState>(StateCodec<TState> codec, TState state, int version) where TState : class =>
        codec.Write(_stream, new StreamHead<TState>(state, version, Guid.Empty));

    private static string Text<TState>(StateCodec<TState> codec, TState state) where TState : class =>
        Text(Write(codec, state, 1));

    private static string Text(Snapshot snapshot) => Encoding.UTF8.GetString(snapshot.State.Span);
}
