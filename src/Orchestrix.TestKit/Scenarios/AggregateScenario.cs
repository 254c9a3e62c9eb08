using Orchestrix.Aggregates;
using Orchestrix.Commands;

namespace Orchestrix.TestKit.Scenarios;

/// <summary>
/// A test of an aggregate's decisions in the words of its events: given what happened, when a command comes, then this
/// happens or the command is refused. No silo, no store.
/// </summary>
/// <typeparam name="TState">The state of the aggregate.</typeparam>
public sealed class AggregateScenario<TState> where TState : class, IAggregateState<TState>, new()
{
    private AggregateScenario(TState state) => State = state;

    /// <summary>The state that the events add up to.</summary>
    public TState State { get; }

    /// <summary>What happened before; nothing for an aggregate that does not exist yet.</summary>
    // CA1000: the type argument cannot be inferred from events, and a reader wants to see it.
#pragma warning disable CA1000
    public static AggregateScenario<TState> Given(params IReadOnlyList<object> events)
#pragma warning restore CA1000
    {
        ArgumentNullException.ThrowIfNull(events);
        return new AggregateScenario<TState>(Fold(new TState(), events));
    }

    /// <summary>
    /// A command comes, and is checked and decided on as in a grain: first <see cref="Command.Validate"/>, then the
    /// decision.
    /// </summary>
    public AggregateOutcome<TState> When<TCommand>(TCommand command, Func<TState, TCommand, Decision> decide)
        where TCommand : Command
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(decide);
        var decision = CommandValidation.Check(command) is { } invalid
            ? Decision.Refuse(invalid)
            : decide(State, command);
        return new AggregateOutcome<TState>(
            decision, new AggregateScenario<TState>(Fold(State, decision.Events)));
    }

    private static TState Fold(TState state, IReadOnlyList<object> events) =>
        events.Aggregate(state, static (folded, @event) => folded.Apply(@event));
}
