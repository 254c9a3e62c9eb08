using Orchestrix.Commands;
using Orchestrix.Sagas;

namespace Orchestrix.TestKit.Scenarios;

/// <summary>What came of a saga in a scenario. Each expectation throws if it does not hold.</summary>
public sealed class SagaOutcome
{
    internal SagaOutcome(
        Refusal? refusal, SagaView view, IReadOnlyList<ParticipantCall> calls, IReadOnlyList<SagaEvent> events) =>
        (Refusal, View, Calls, Events) = (refusal, view, calls, events);

    /// <summary>Why it was not started; null if it was.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The saga as it stands.</summary>
    public SagaView View { get; }

    /// <summary>The calls of participants, with their arguments, in order.</summary>
    public IReadOnlyList<ParticipantCall> Calls { get; }

    /// <summary>The events of the saga, in order.</summary>
    public IReadOnlyList<SagaEvent> Events { get; }

    /// <summary>These calls were made, in this order, and no others.</summary>
    /// <param name="calls">Each as <c>IAccountGrain[17].WithdrawAsync</c>.</param>
    /// <exception cref="ScenarioException">Others were.</exception>
    public SagaOutcome ThenCalls(params IReadOnlyList<string> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return LineDifference.Between(calls, [.. Calls.Select(static call => call.ToString())]) is { } difference
            ? throw new ScenarioException($"Other calls were made than expected:{difference}")
            : this;
    }

    /// <summary>Every step was taken.</summary>
    /// <exception cref="ScenarioException">It ended otherwise.</exception>
    public SagaOutcome ThenCompleted() => ThenEnded(SagaStatus.Completed, null);

    /// <summary>What was done was undone, for a reason.</summary>
    /// <exception cref="ScenarioException">It ended otherwise, or for another reason.</exception>
    public SagaOutcome ThenCompensated(string code) => ThenEnded(SagaStatus.Compensated, code);

    /// <summary>It waits for a person, for a reason.</summary>
    /// <exception cref="ScenarioException">It does not, or for another reason.</exception>
    public SagaOutcome ThenParked(string code) => ThenEnded(SagaStatus.Parked, code);

    /// <summary>It was not started.</summary>
    /// <exception cref="ScenarioException">It was, or refused with another code.</exception>
    public SagaOutcome ThenRefused(string code) => Refusal?.Code == code
        ? this
        : throw Failed($"The start was to be refused with {code}, and was {Refusal?.Code ?? "accepted"}.");

    private SagaOutcome ThenEnded(SagaStatus status, string? code) =>
        View.Status == status && View.ReasonCode == code
            ? this
            : throw Failed($"The saga was to be {Text(status, code)}, and is {Text(View.Status, View.ReasonCode)}.");

    private static string Text(SagaStatus status, string? code) =>
        code is null ? status.ToString() : $"{status} ({code})";

    private ScenarioException Failed(string what) =>
        new($"{what} Its events:{LineDifference.Listing(EventText.Lines(Events))}");
}
