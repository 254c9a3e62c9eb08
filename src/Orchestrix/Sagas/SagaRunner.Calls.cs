using System.Diagnostics;
using System.Text.Json;
using Orchestrix.Commands;
using Orchestrix.Errors;

namespace Orchestrix.Sagas;

/// <content>Asking participants.</content>
internal sealed partial class SagaRunner
{
    private void Ask(SagaCall call)
    {
        if (_calls.Add((call.Step, call.Phase)))
            AskAsync(call).Ignore();
    }

    private void AskPending()
    {
        if (_machine is null || _state.Status is not (SagaStatus.Running or SagaStatus.Compensating))
            return;
        var phase = _state.Status == SagaStatus.Running ? SagaPhase.Action : SagaPhase.Undo;
        foreach (var step in _state.Steps)
        {
            var attempt = step.Of(phase);
            if (attempt.Status == SagaStepStatus.Pending
                && (phase == SagaPhase.Undo || _machine.IsAwaited(_state, step.Name)))
            {
                Ask(new SagaCall(step.Name, phase, attempt.Attempt, attempt.Deadline));
            }
        }
    }

    private async Task AskAsync(SagaCall call)
    {
        var definition = _machine!.Definition(call.Step)!;
        var action = _state.Find(call.Step)!.Action;
        var isLost = action.WasLost && action.Status != SagaStepStatus.Succeeded;
        if (isLost && call.Phase == SagaPhase.Undo)
            await OutlastLostCallsAsync(definition);
        var result = await AnswerAsync(call, definition);
        if (isLost && call.Phase == SagaPhase.Action && result.Failure == StepFailureKind.Final
            && await OutlastLostCallsAsync(definition))
        {
            result = await AnswerAsync(call, definition);
        }
        if (_stopped.IsCancellationRequested)
            return;
        await InBackgroundAsync(() => RecordAsync(call, result));
    }

    /// <summary>
    /// Waits until no call of an activation before this one can arrive at a participant any more. Sooner than that no
    /// refusal is for good, and nothing may be undone: a call that was still on its way would take effect afterwards.
    /// The clock on the wall has no say in it.
    /// </summary>
    /// <returns>False if there was nothing to wait for.</returns>
    private async Task<bool> OutlastLostCallsAsync(SagaStepDefinition definition)
    {
        var left = definition.AttemptTimeout - services.Time.GetElapsedTime(_takenUpAt);
        if (left <= TimeSpan.Zero)
            return false;
        host.KeepFor(left + TimeSpan.FromMinutes(1));
        await Task.Delay(left, services.Time, _stopped.Token).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return true;
    }

    private async Task RecordAsync(SagaCall call, StepResult result)
    {
        var key = (call.Step, call.Phase);
        try
        {
            await CommitAsync(state =>
            {
                // Within the turn, or another commit would ask again before this answer is recorded.
                _calls.Remove(key);
                return _machine!.Outcome(state, call, result, Now, services.Random) is { } outcome ? [outcome] : [];
            }, _origin);
        }
        // The store cannot hold the answer, and never will: what it stands for is not known then.
        catch (Exception exception) when (result.IsDone && exception is (EventRejectedException
            or StoreLimitExceededException or CommitRejectedException))
        {
            await RecordAsync(
                call, StepResult.Unknown(SagaRefusals.TooLarge, $"The result cannot be kept: {exception.Message}"));
        }
        catch (EventStoreUnavailableException)
        {
            _calls.Add(key);
            throw;
        }
    }

    private async Task<StepResult> AnswerAsync(SagaCall call, SagaStepDefinition definition)
    {
        // Not shortened by the deadline: a call may arrive until then, and sooner nothing may be undone.
        var timeout = definition.AttemptTimeout;
        host.KeepFor(timeout + TimeSpan.FromMinutes(1));
        using var late = new CancellationTokenSource(timeout, services.Time);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopped.Token);
        // Nothing of the call that happened to be under way here belongs to this one.
        RequestContext.Clear();
        Activity.Current = null;
        using var span = SagaTrace.StartStep(stream, call, _origin, isTakenUp: !_isStartedHere);
        try
        {
            var context = Context(call);
            CallContext.Set(_origin with { CausationId = context.CommandId, Tenant = stream.Tenant });
            var asked = call.Phase == SagaPhase.Action
                ? definition.Action!(context, cancelled.Token)
                : definition.Compensation!(context, cancelled.Token);
            // A participant that does not mind the token is left alone; asked again, it gives the answer.
            return SagaTrace.Answered(span, await asked.WaitAsync(cancelled.Token)
                ?? StepResult.Unknown(SagaRefusals.DefinitionFailed, "The function returned null."));
        }
        catch (Exception exception)
        {
            return SagaTrace.Answered(span, SagaFailures.Of(exception, definition));
        }
    }

    private SagaContext Context(SagaCall call)
    {
        var (state, saga) = (_state, _machine!.Saga);
        var step = state.Find(call.Step)!;
        _data ??= state.Data.Deserialize(saga.DataType, services.Json)
            ?? throw new JsonException("The saga has no data.");
        return saga.NewContext(new SagaContextParts
        {
            Saga = stream,
            Step = call.Step,
            Data = _data,
            Results = state.ResultOf,
            Json = services.Json,
            StartedAt = state.StartedAt,
            Attempt = call.Attempt,
            IsCompensation = call.Phase == SagaPhase.Undo,
            IsOutcomeKnown = step.Action.Status == SagaStepStatus.Succeeded,
            Input = step.Input,
            Grains = services.Grains,
        });
    }
}
