using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Commands;
using Orchestrix.Diagnostics;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.LogConsistency;
using Orchestrix.Serialization;
using Orchestrix.Tenants;
using Orleans.EventSourcing;
using Orleans.Storage;

namespace Orchestrix.Aggregates;

/// <summary>
/// The base class of event-sourced aggregates: validate, decide on the present state, append, fold, reply. Command ids,
/// expected versions, metadata and durable order are taken care of here; what remains to write is the decision.
/// </summary>
/// <remarks>
/// The grain class carries an explicit <c>[GrainType]</c>, which names its streams. When a call returns, the events are
/// on PostgreSQL's disk. Reentrant grains are safe but gain nothing: of two commands that overlap one is decided again
/// on the state after the other.
/// </remarks>
/// <typeparam name="TState">An immutable record that folds the aggregate's events.</typeparam>
public abstract class AggregateGrain<TState> : JournaledGrain<TState, object>
    where TState : class, IAggregateState<TState>, new()
{
    private AggregateLog<TState> _log = null!;

    /// <summary>The stream that holds this aggregate's events.</summary>
    protected StreamId Stream => _log.Stream;

    /// <summary>The present state, for callers of the stream's own tenant and of none.</summary>
    /// <exception cref="TenantMismatchException">The call is made in the name of another tenant.</exception>
    protected new TState State
    {
        get
        {
            StreamTenant.Check(Stream);
            return base.State;
        }
    }

    /// <summary>This log needs no other provider, whatever the silo's default is.</summary>
    protected sealed override ILogViewAdaptorFactory DefaultAdaptorFactory => AggregateLogFactory.Placeholder;

    /// <summary>Handles a command and replies with a view of the state after it.</summary>
    /// <param name="command">The command. With a command id it is handled once, however often it is sent.</param>
    /// <param name="decide">Pure: depends on nothing but its arguments.</param>
    /// <param name="reply">Pure: made from the state after the command, also when a repeat is answered.</param>
    /// <exception cref="ConcurrencyException">The aggregate is not at the version that the command expects; or it
    /// expects none, and was overtaken more than <see cref="AggregateLimits.MaxRedecisions"/> times.</exception>
    /// <exception cref="CommandIdReusedException">The command id was used for a command with another
    /// content.</exception>
    /// <exception cref="TenantMismatchException">The call is made in the name of another tenant than the
    /// stream's.</exception>
    /// <exception cref="EventRejectedException">A raised event cannot be stored or folded; nothing was
    /// written.</exception>
    /// <exception cref="EventStoreUnavailableException">Nothing was written; try again later.</exception>
    /// <exception cref="UncertainOutcomeException">Send the same command again to learn the truth.</exception>
    protected async Task<CommandResult<TReply>> HandleAsync<TCommand, TReply>(
        TCommand command, Func<TState, TCommand, Decision> decide, Func<TState, TReply> reply)
        where TCommand : Command
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(decide);
        ArgumentNullException.ThrowIfNull(reply);
        StreamTenant.Check(Stream);
        var observation = CommandObservation.Start<TCommand>(Stream.GrainType, _log.Metrics, _log.Tracing, _log.Time);
        try
        {
            if (CommandValidation.Check(command) is { } invalid)
                return observation.Answered(Refused<TReply>(invalid));

            // A caller that knows a later version than this activation has seen the work of another one.
            if (command.ExpectedVersion > Version)
                await _log.Synchronize();
            if (command.ExpectedVersion is { } expected && expected != Version)
            {
                return observation.Answered(await FirstAnswerAsync(command, reply)
                    ?? throw new ConcurrencyException(Stream, ExpectedVersion.Exactly(expected), Version));
            }

            for (var redecisions = 0; ; redecisions++)
            {
                var decision = decide(base.State, command);
                if (decision.Events.Count == 0)
                {
                    // Nothing will be written, so the store cannot notice a repeat: it has to be asked.
                    if (await FirstAnswerAsync(command, reply) is { } first)
                        return observation.Answered(first);
                    if (decision.Refusal is { } refusal)
                        return observation.Answered(Refused<TReply>(refusal));
                    // That nothing was left to do is said of events that have to stay.
                    await _log.ConfirmAsync();
                    return observation.Answered(
                        new CommandResult<TReply> { Reply = reply(base.State), Version = Version });
                }
                try
                {
                    return observation.Answered(
                        await AnswerAsync(command, await _log.AppendAsync(decision.Events, command), reply));
                }
                // Who named no version wants the command decided on whatever the state is, and it has just been read. A
                // log that is shorter than what this grain has seen is another matter, and callers are to hear of it.
                catch (ConcurrencyException conflict)
                    when (command.ExpectedVersion is null && conflict.Actual > conflict.Expected.Value
                        && redecisions < AggregateLimits.MaxRedecisions)
                {
                }
            }
        }
        catch (Exception exception) when (observation.Failed(exception))
        {
            throw;
        }
    }

    /// <summary>Reads this aggregate's own stream, page by page: a statement, for example.</summary>
    protected IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamRead read, CancellationToken cancellationToken = default)
    {
        StreamTenant.Check(Stream);
        return ServiceProvider.GetRequiredService<IEventStore>().ReadStreamAsync(Stream, read, cancellationToken);
    }

    /// <summary>The state as it was at an earlier version. Costs a replay up to there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The aggregate has no such version.</exception>
    protected Task<TState> StateAtAsync(long version)
    {
        StreamTenant.Check(Stream);
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, Version);
        return _log.StateAtAsync(version);
    }

    /// <inheritdoc/>
    protected sealed override void InstallAdaptor(
        ILogViewAdaptorFactory factory, object initialState, string graintypename, IGrainStorage? grainStorage,
        ILogConsistencyProtocolServices services)
    {
        var stream = StreamNaming.For(GetType(), services.GrainId);
        _log = new AggregateLog<TState>(stream, ServiceProvider.GetRequiredService<AggregateServices>());
        base.InstallAdaptor(new AggregateLogFactory(_log), initialState, graintypename, grainStorage, services);
    }

    private async Task<CommandResult<TReply>?> FirstAnswerAsync<TReply>(Command command, Func<TState, TReply> reply)
    {
        if (command.CommandId is not { } id || await _log.FindCommandAsync(id) is not { } receipt)
            return null;
        try
        {
            // The receipt may be of an append that was not acknowledged, since no standby has confirmed it.
            await _log.ConfirmAsync();
        }
        catch (EventStoreUnavailableException exception)
        {
            throw new UncertainOutcomeException(Stream, receipt.CommitId, exception);
        }
        return await AnswerAsync(command, receipt, reply);
    }

    private async Task<CommandResult<TReply>> AnswerAsync<TReply>(
        Command command, AppendResult result, Func<TState, TReply> reply)
    {
        var isRepeat = result.Status == AppendStatus.Duplicate;
        if (isRepeat && result.CommandFingerprint is { } first && first != CommandFingerprint.Of(command))
            throw new CommandIdReusedException(Stream, result.FirstVersion);
        // An append by another activation with this very id may be ahead of us.
        if (isRepeat && result.StreamVersion > Version)
            await _log.Synchronize();
        return new CommandResult<TReply>
        {
            Reply = reply(isRepeat ? await _log.StateAtAsync(result.LastVersion) : base.State),
            Version = result.LastVersion,
            Position = result.LastPosition,
            IsRepeat = isRepeat,
        };
    }

    private CommandResult<TReply> Refused<TReply>(Refusal refusal) => new() { Refusal = refusal, Version = Version };
}
