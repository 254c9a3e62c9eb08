using System.Text.Json;
using Orchestrix.Retry;

namespace Orchestrix.Sagas;

/// <content>What an answer of a participant comes to.</content>
internal sealed partial class SagaMachine
{
    private static readonly ExponentialBackoff AskAgain =
        new(RetryPolicy.MaxRetryLimit, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(10), jitter: 0.2);

    /// <summary>
    /// The event to record for an answer, or null if nobody waits for it any more: an attempt that was given up, for
    /// example.
    /// </summary>
    /// <param name="state">As it is now.</param>
    /// <param name="call">What was asked.</param>
    /// <param name="result">The answer.</param>
    /// <param name="now">When it came.</param>
    /// <param name="random">Draws the jitter.</param>
    public SagaEvent? Outcome(
        SagaState state, SagaCall call, StepResult result, DateTimeOffset now, Random random)
    {
        if (state.Find(call.Step)?.Of(call.Phase) is not { } attempt
            || attempt.Attempt != call.Attempt
            || attempt.Status is not (SagaStepStatus.InFlight or SagaStepStatus.Pending))
        {
            return null;
        }
        if (result.IsPending)
            return Pending(call, NextAsk(attempt, result, now, random), now);
        if (result.Failure is null)
        {
            if (call.Phase == SagaPhase.Undo)
                return new SagaCompensationSucceeded(call.Step, call.Attempt) { At = now };
            try
            {
                return new SagaStepSucceeded(call.Step, call.Attempt, Written(result.Value)) { At = now };
            }
            // It took effect, but what it brought cannot be kept: that is no success, and surely no failure.
            catch (Exception exception) when (exception is JsonException or NotSupportedException
                or InvalidOperationException or ArgumentException)
            {
                result = StepResult.Unknown(SagaRefusals.TooLarge, $"The result cannot be kept: {exception.Message}");
            }
        }
        var next = NextAttempt(call, attempt, result.Failure!.Value, now, random);
        return Failed(call, result, next, now);
    }

    private static SagaEvent Pending(SagaCall call, DateTimeOffset next, DateTimeOffset now) =>
        call.Phase == SagaPhase.Action
            ? new SagaStepPending(call.Step, call.Attempt, next) { At = now }
            : new SagaCompensationPending(call.Step, call.Attempt, next) { At = now };

    private static SagaEvent Failed(SagaCall call, StepResult result, DateTimeOffset? next, DateTimeOffset now)
    {
        var kind = result.Failure!.Value;
        var (code, message) = (SagaText.Clean(result.Code), SagaText.Clean(result.Message));
        return call.Phase == SagaPhase.Action
            ? new SagaStepFailed(call.Step, call.Attempt, kind, code, message, next) { At = now }
            : new SagaCompensationFailed(call.Step, call.Attempt, kind, code, message, next) { At = now };
    }

    private DateTimeOffset? NextAttempt(
        SagaCall call, AttemptState attempt, StepFailureKind kind, DateTimeOffset now, Random random)
    {
        if (kind == StepFailureKind.Final || !_steps.TryGetValue(call.Step, out var definition))
            return null;
        var policy = call.Phase == SagaPhase.Action ? definition.Retry : definition.CompensationRetry;
        return policy.DelayBefore(attempt.Failures + 1, random) is { } delay
            && (attempt.Deadline is not { } deadline || now + delay < deadline)
            ? now + delay
            : null;
    }

    private static DateTimeOffset NextAsk(
        AttemptState attempt, StepResult result, DateTimeOffset now, Random random)
    {
        var delay = result.AskAgainIn
            ?? AskAgain.DelayBefore(Math.Min(attempt.Asks + 1, AskAgain.MaxRetries), random)!.Value;
        var next = now + delay;
        return attempt.Deadline is { } deadline && deadline < next ? deadline : next;
    }
}
