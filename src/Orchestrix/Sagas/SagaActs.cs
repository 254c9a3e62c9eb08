using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>What people and other sagas may do to a saga: pure decisions on its state.</summary>
internal static class SagaActs
{
    /// <summary>What an event that somebody asked for is as an act: the same words for the same request.</summary>
    public static string NameOf(SagaEvent @event) => @event switch
    {
        SagaCancelRequested => CancelName,
        SagaCompensationForced => ForceName,
        SagaStepRetried e => RetryName(e.Step),
        SagaStepSkipped e => SkipName(e.Step),
        SagaCompensationSkipped e => SkipName(e.Step),
        SagaEndedByHand e => EndName(e.Outcome),
        _ => throw new InvalidOperationException($"{@event.GetType()} is no act."),
    };

    public const string CancelName = "cancel";

    public const string ForceName = "compensate";

    public static string RetryName(string step) => $"retry {step}";

    public static string SkipName(string step) => $"skip {step}";

    public static string EndName(SagaStatus outcome) => $"end {outcome}";

    /// <summary>What an act that was done before under its command id comes to; null if it was not.</summary>
    /// <exception cref="CommandIdReusedException">Another act was done under this id.</exception>
    public static Decided? Repeat(StreamId saga, SagaState state, string name, SagaAct act)
    {
        if (act.CommandId is not { } id || !state.Acts.TryGetValue(id, out var done))
            return null;
        // To cancel a parked saga is to have it compensated.
        return done.Act == name || (name, done.Act) == (CancelName, ForceName)
            ? Decided.Repeated
            : throw new CommandIdReusedException(saga, done.Version);
    }

    public static Decided Cancel(SagaState state, SagaAct act, DateTimeOffset now) => state.Status switch
    {
        SagaStatus.None => NotFound,
        SagaStatus.Running when state.IsCancelled => Decided.Nothing,
        SagaStatus.Running => new Decided(new SagaCancelRequested(act.Actor, act.Reason) { At = now }),
        SagaStatus.Compensating => Decided.Nothing,
        SagaStatus.Parked => ForceCompensation(state, act, now),
        _ => Ended,
    };

    public static Decided ForceCompensation(SagaState state, SagaAct act, DateTimeOffset now) => state switch
    {
        { Status: SagaStatus.None } => NotFound,
        { IsEnded: true } => Ended,
        { Parked: null } => NotParked,
        { Parked.Before: SagaStatus.Compensating } => new Decided(new Refusal(
            SagaRefusals.Compensating, "The saga is compensating; retry or skip what it is parked at.")),
        _ => new Decided(new SagaCompensationForced(act.Actor, act.Reason) { At = now }),
    };

    public static Decided Retry(SagaState state, string step, SagaAct act, DateTimeOffset now) =>
        RefuseUnlessParkedAt(state, step) ?? new Decided(new SagaStepRetried(step, act.Actor, act.Reason) { At = now });

    public static Decided Skip(SagaState state, string step, SagaAct act, DateTimeOffset now) =>
        RefuseUnlessParkedAt(state, step) ?? (state.Parked!.Before == SagaStatus.Compensating
            ? new Decided(new SagaCompensationSkipped(step, act.Actor, act.Reason) { At = now })
            : new Decided(new SagaStepSkipped(step, act.Reason, act.Actor) { At = now }));

    public static Decided EndByHand(SagaState state, SagaStatus outcome, SagaAct act, DateTimeOffset now) =>
        state.Status == SagaStatus.None ? NotFound
        : state.IsEnded ? Ended
        : state.Parked is null ? NotParked
        : new Decided(new SagaEndedByHand(outcome, act.Actor, act.Reason) { At = now });

    /// <summary>For the saga that this one is a part of: never refused.</summary>
    public static Decided CompensateSubSaga(SagaState state, SagaParent parent, DateTimeOffset now)
    {
        var reason = $"Step {parent.Step} is undone.";
        return state switch
        {
            { Status: SagaStatus.None } => new Decided(new SagaForestalled(reason) { At = now }),
            { Status: SagaStatus.Running, IsForced: true } => Decided.Nothing,
            { Status: SagaStatus.Running or SagaStatus.Completed }
                or { Parked.Before: SagaStatus.Running } =>
                new Decided(new SagaCompensationForced(parent.Saga.Value, reason) { At = now }),
            _ => Decided.Nothing,
        };
    }

    public static (SagaSignalStatus Status, SagaEvent? Event) Signal(
        SagaState state, SagaMachine? machine, SagaMessageReceived message)
    {
        if (state.Status == SagaStatus.None)
            return (SagaSignalStatus.NotFound, null);
        if (state.MessageIds.Contains(message.Id))
            return (SagaSignalStatus.Repeated, null);
        var isExpected = state.Status is SagaStatus.Running or SagaStatus.Parked
            && state.Parked?.Before != SagaStatus.Compensating
            && state.MessageIds.Count < SagaLimits.MaxMessages
            && machine?.Saga.Steps.Any(step => step.Message == message.Name) != false;
        return isExpected ? (SagaSignalStatus.Received, message) : (SagaSignalStatus.Ignored, null);
    }

    private static Decided NotFound =>
        new(new Refusal(SagaRefusals.NotFound, "No saga was started under this id."));

    private static Decided Ended => new(new Refusal(SagaRefusals.Ended, "The saga has ended."));

    private static Decided NotParked => new(new Refusal(SagaRefusals.NotParked, "The saga is not parked."));

    private static Decided? RefuseUnlessParkedAt(SagaState state, string step) =>
        state.Status == SagaStatus.None ? NotFound
        : state.IsEnded ? Ended
        : state.Parked is null ? NotParked
        : state.Parked.Step == step ? null
        : new Decided(new Refusal(SagaRefusals.NoSuchStep, "The saga is not parked at this step."));

    /// <summary>An event, a refusal, or neither.</summary>
    internal sealed record Decided(SagaEvent? Event, Refusal? Refusal)
    {
        public Decided(SagaEvent @event) : this(@event, null)
        {
        }

        public Decided(Refusal refusal) : this(null, refusal)
        {
        }

        public static Decided Nothing { get; } = new(null, null);

        public static Decided Repeated { get; } = new(null, null) { IsRepeat = true };

        public bool IsRepeat { get; init; }

        /// <summary>The same, recorded under a command id.</summary>
        public Decided Under(string? commandId) =>
            Event is null ? this : this with { Event = Event with { CommandId = commandId } };
    }
}
