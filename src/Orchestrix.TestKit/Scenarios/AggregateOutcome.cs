using Orchestrix.Aggregates;
using Orchestrix.Commands;

namespace Orchestrix.TestKit.Scenarios;

/// <summary>What came of a command in a scenario. Each expectation throws if it does not hold.</summary>
/// <typeparam name="TState">The state of the aggregate.</typeparam>
public sealed class AggregateOutcome<TState> where TState : class, IAggregateState<TState>, new()
{
    private readonly AggregateScenario<TState> _next;

    internal AggregateOutcome(Decision decision, AggregateScenario<TState> next) =>
        (Decision, _next) = (decision, next);

    /// <summary>The decision itself.</summary>
    public Decision Decision { get; }

    /// <summary>The state after it.</summary>
    public TState State => _next.State;

    /// <summary>These events happened, in this order, and no others.</summary>
    /// <exception cref="ScenarioException">Others did, or the command was refused.</exception>
    public AggregateOutcome<TState> Then(params IReadOnlyList<object> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (Decision.Refusal is { } refusal)
        {
            throw new ScenarioException(
                $"The command was to be accepted, and was refused: {refusal.Code} ({refusal.Message})");
        }
        return LineDifference.Between(EventText.Lines(events), EventText.Lines(Decision.Events)) is { } difference
            ? throw new ScenarioException($"Other events happened than expected:{difference}")
            : this;
    }

    /// <summary>The command was accepted, and nothing happened.</summary>
    /// <exception cref="ScenarioException">Something did, or the command was refused.</exception>
    public AggregateOutcome<TState> ThenNothing() => Then();

    /// <summary>The command was refused with a code.</summary>
    /// <exception cref="ScenarioException">It was accepted, or refused with another code.</exception>
    public AggregateOutcome<TState> ThenRefused(string code)
    {
        if (Decision.Refusal is not { } refusal)
        {
            throw new ScenarioException($"The command was to be refused with {code}, and was accepted:"
                + LineDifference.Listing(EventText.Lines(Decision.Events)));
        }
        return refusal.Code == code
            ? this
            : throw new ScenarioException(
                $"The command was to be refused with {code}, and was with {refusal.Code} ({refusal.Message})");
    }

    /// <summary>
    /// The command did not pass <see cref="Command.Validate"/> because of these fields, in this order.
    /// </summary>
    /// <exception cref="ScenarioException">It passed, or other fields were wrong.</exception>
    public AggregateOutcome<TState> ThenInvalid(params IReadOnlyList<string> fields)
    {
        ThenRefused(Refusal.InvalidCommand);
        var found = Decision.Refusal!.Errors.Select(static error => error.Field).ToArray();
        return LineDifference.Between(fields, found) is { } difference
            ? throw new ScenarioException($"Other fields are wrong than expected:{difference}")
            : this;
    }

    /// <summary>The state after it is as it should be.</summary>
    /// <param name="check">Throws if it is not, as an assertion of any test framework does.</param>
    public AggregateOutcome<TState> ThenState(Action<TState> check)
    {
        ArgumentNullException.ThrowIfNull(check);
        check(State);
        return this;
    }

    /// <summary>The next command comes.</summary>
    public AggregateOutcome<TState> When<TCommand>(TCommand command, Func<TState, TCommand, Decision> decide)
        where TCommand : Command => _next.When(command, decide);
}
