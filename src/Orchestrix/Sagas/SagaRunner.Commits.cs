using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <content>Recording what happened and what follows from it.</content>
internal sealed partial class SagaRunner
{
    /// <summary>
    /// Records what is decided on the present state, together with everything that follows from it without asking
    /// anybody: the result of a step and the intent of the next are one commit. Then asks whom there is to ask.
    /// </summary>
    /// <returns>The log position of the last event; 0 if nothing was recorded.</returns>
    private async Task<long> CommitAsync(
        Func<SagaState, IReadOnlyList<SagaEvent>> decide, EventMetadata metadata, bool asksPending = false)
    {
        await _turns.EnterAsync();
        try
        {
            ThrowIfStopped();
            var position = 0L;
            var events = new List<SagaEvent>(TakeUp());
            var taken = _state.Apply(events);
            var decided = decide(taken);
            events.AddRange(decided);
            var (state, plan) = Follow(taken.Apply(decided), events);
            if (events.Count > 0)
            {
                events[^1] = events[^1] with { Outlook = state.Outlook(services.Options.WatchAfter, Now) };
                position = await AppendAsync(events, metadata);
                // The log has it; to act on it is up to the next activation.
                ThrowIfStopped();
                var before = _state;
                _state = state;
                Tell(before);
            }
            if (!_isTakenUp)
                (_isTakenUp, _takenUpAt) = (true, services.Time.GetTimestamp());
            foreach (var call in plan.Calls)
                Ask(call);
            if (asksPending)
                AskPending();
            host.TickIn(plan.DueAt - Now);
            return position;
        }
        finally
        {
            _turns.Leave();
        }
    }

    /// <summary>
    /// What the first commit of an activation begins with, whatever it is for: attempts of an activation before it may
    /// have taken effect, and must not be taken for attempts of this one.
    /// </summary>
    private IReadOnlyList<SagaEvent> TakeUp() =>
        _isTakenUp || _machine is null ? [] : SagaMachine.Interrupt(_state, Now);

    private (SagaState State, SagaPlan Plan) Follow(SagaState state, List<SagaEvent> events)
    {
        if (_machine is null)
        {
            if (state.Status is SagaStatus.Running or SagaStatus.Compensating
                && services.Sagas.Missing(stream.GrainType, state) is { } missing)
            {
                var parked = new SagaParked(missing.Code, missing.Reason) { At = Now };
                events.Add(parked);
                state = state.Apply(parked);
            }
            return (state, SagaPlan.Rest);
        }
        // Two rounds for each step are enough; more would be an endless loop.
        for (var rounds = 0; rounds < 10 * SagaLimits.MaxSteps; rounds++)
        {
            var plan = _machine.Next(state, Now);
            if (plan.Events.Count == 0)
                return (state, plan);
            events.AddRange(plan.Events);
            state = state.Apply(plan.Events);
        }
        throw new InvalidOperationException($"The machine of {stream} does not come to an end.");
    }

    private async Task<long> AppendAsync(List<SagaEvent> events, EventMetadata metadata)
    {
        try
        {
            return await _log.AppendAsync(_state.Version, events, metadata with
            {
                CorrelationId = metadata.CorrelationId ?? _origin.CorrelationId,
                // A saga older than tenants may have recorded one of which its stream is not.
                Tenant = stream.Tenant,
            });
        }
        // Another activation drives the saga, or what the log holds is not known: this state is of no use any more.
        catch (Exception exception) when (exception is ConcurrencyException or UncertainOutcomeException)
        {
            Log.ActivationStopped(services.Logger, exception, stream);
            Stop(exception.Message);
            throw;
        }
    }

    /// <summary>
    /// Repeats what no caller waits for while the store is unavailable; then leaves it to the watchdog.
    /// </summary>
    private async Task InBackgroundAsync(Func<Task> work)
    {
        for (var retry = 1; !_stopped.IsCancellationRequested; retry++)
        {
            try
            {
                await work();
                return;
            }
            catch (EventStoreUnavailableException exception)
            {
                if (StoreRetry.DelayBefore(retry, services.Random) is not { } delay)
                {
                    Log.ActivationStopped(services.Logger, exception, stream);
                    Stop(exception.Message);
                    return;
                }
                await Task.Delay(delay, services.Time, _stopped.Token).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
            // Nobody hears what is thrown here. The log has everything, and the watchdog starts afresh.
            catch (Exception exception)
            {
                Log.ActivationStopped(services.Logger, exception, stream);
                Stop(exception.Message);
                return;
            }
        }
    }

    /// <summary>Counts, and tells those who wait, what a commit has changed.</summary>
    private void Tell(SagaState before)
    {
        var isAtRest = _state.IsEnded || _state.Parked is not null;
        if (_state.Status != before.Status && isAtRest)
        {
            services.Metrics.SagaEnded(stream.GrainType, _state.Status, (_state.EndedAt ?? Now) - _state.StartedAt);
            WakeParent();
        }
        if (isAtRest)
            _rest.TrySetResult();
        else if (_rest.Task.IsCompleted)
            _rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Spares the parent a wait; should this be lost, it asks by itself.</summary>
    private void WakeParent()
    {
        if (_state.ParentSaga is not null && StreamId.TryParse(_state.ParentSaga, out var parent))
        {
            services.Grains.GetGrain<ISagaGrain>(GrainId.Create(parent.GrainType, parent.Key))
                .WakeAsync().Ignore();
        }
    }

    private void ThrowIfStopped()
    {
        if (_stopped.IsCancellationRequested)
            throw new OperationCanceledException($"This activation of {stream} has ended; try again.");
    }
}
