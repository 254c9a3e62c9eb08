using System.Reflection;
using Orchestrix.Aggregates;
using Orchestrix.Events;
using Orchestrix.LogConsistency;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;
using Orleans.EventSourcing;

namespace Orchestrix.Inspection;

/// <summary>Folds the events of a grain class into its state, without an activation of the grain.</summary>
internal abstract class StreamFold
{
    private static readonly MethodInfo MakeAggregate = Method(nameof(OfAggregate));
    private static readonly MethodInfo MakeJournaled = Method(nameof(OfJournaled));

    /// <summary>The type of the state.</summary>
    public abstract Type State { get; }

    /// <summary>
    /// The fold of a grain class; null if it has no events, or if it folds in a way that only its activation can.
    /// </summary>
    public static StreamFold? Of(Type grain)
    {
        if (grain.IsAbstract || grain.ContainsGenericParameters)
            return null;
        for (var type = grain.BaseType; type is not null; type = type.BaseType)
        {
            var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
            if (definition == typeof(AggregateGrain<>))
                return Make(MakeAggregate, type, []);
            if (definition == typeof(JournaledGrain<,>))
                return Make(MakeJournaled, type, [grain]);
        }
        return null;
    }

    /// <summary>The stream type that a grain class names with <c>[GrainType]</c>; null if it names none.</summary>
    public static string? TypeOf(Type grain) =>
        grain.GetCustomAttribute<GrainTypeAttribute>(inherit: false)?.GetGrainType(null!, grain).ToString();

    /// <summary>The state at a version, from a snapshot if there is one before it.</summary>
    public abstract Task<object> LoadAsync(
        StreamId stream, long version, EventSerializer serializer, StateServices services);

    /// <summary>The state after these events, which are the first ones of a stream.</summary>
    public abstract Task<object> ReplayAsync(IAsyncEnumerable<RecordedEvent> events, EventSerializer serializer);

    private static StreamFold<TState> OfAggregate<TState>() where TState : class, IAggregateState<TState>, new() =>
        new(static () => new TState(), static (serializer, state, recorded) =>
            state.Apply(serializer.Deserialize(recorded)));

    private static StreamFold<TView>? OfJournaled<TView, TEvent>(Type grain)
        where TView : class, new()
        where TEvent : class =>
        ViewFold<TView, TEvent>.Of(grain) is { } fold
            ? new StreamFold<TView>(static () => new TView(), (serializer, view, recorded) =>
            {
                fold(view, LogSegment.Typed<TEvent>(serializer, recorded));
                return view;
            })
            : null;

    private static StreamFold? Make(MethodInfo make, Type grain, object[] arguments) =>
        (StreamFold?)make.MakeGenericMethod(grain.GetGenericArguments()).Invoke(null, arguments);

    private static MethodInfo Method(string name) =>
        typeof(StreamFold).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
