using Orchestrix.Aggregates;
using Orchestrix.Commands;

namespace Orchestrix.TestKit.Sagas;

/// <summary>
/// An aggregate in memory, for the participants of a simulation: the same decisions and folds as in a silo, and the
/// same answer to a repeated command id. It is never lost, since its events would not be either.
/// </summary>
/// <typeparam name="TState">The state of the aggregate.</typeparam>
public sealed class SimulatedAggregate<TState> where TState : class, IAggregateState<TState>, new()
{
    private readonly Dictionary<string, (TState State, long Version)> _receipts = new(StringComparer.Ordinal);
    private readonly List<object> _events = [];

    /// <summary>The state after all commands.</summary>
    public TState State { get; private set; } = new();

    /// <summary>All events, in order.</summary>
    public IReadOnlyList<object> Events => _events;

    /// <summary>True if a command with this id wrote events.</summary>
    public bool HasHandled(string commandId) => _receipts.ContainsKey(commandId);

    /// <summary>Handles a command as <see cref="AggregateGrain{TState}"/> does.</summary>
    public Task<CommandResult<TReply>> HandleAsync<TCommand, TReply>(
        TCommand command, Func<TState, TCommand, Decision> decide, Func<TState, TReply> reply)
        where TCommand : Command
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(decide);
        ArgumentNullException.ThrowIfNull(reply);
        return Task.FromResult(Handle(command, decide, reply));
    }

    private CommandResult<TReply> Handle<TCommand, TReply>(
        TCommand command, Func<TState, TCommand, Decision> decide, Func<TState, TReply> reply)
        where TCommand : Command
    {
        if (CommandValidation.Check(command) is { } invalid)
            return new CommandResult<TReply> { Refusal = invalid, Version = _events.Count };
        if (command.CommandId is { } id && _receipts.TryGetValue(id, out var first))
            return new CommandResult<TReply> { Reply = reply(first.State), Version = first.Version, IsRepeat = true };
        var decision = decide(State, command);
        if (decision.Refusal is { } refusal)
            return new CommandResult<TReply> { Refusal = refusal, Version = _events.Count };
        foreach (var @event in decision.Events)
        {
            State = State.Apply(@event);
            _events.Add(@event);
        }
        if (decision.Events.Count > 0 && command.CommandId is { } commandId)
            _receipts[commandId] = (State, _events.Count);
        return new CommandResult<TReply> { Reply = reply(State), Version = _events.Count };
    }
}
