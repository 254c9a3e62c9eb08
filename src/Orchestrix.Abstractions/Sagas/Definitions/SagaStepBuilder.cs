using Orchestrix.Retry;

namespace Orchestrix.Sagas;

/// <summary>Says more about a step than its name and action. Every method returns the builder itself.</summary>
/// <typeparam name="TData">The saga's data.</typeparam>
public sealed class SagaStepBuilder<TData> where TData : class
{
    private readonly SagaStepDefinition _step;

    internal SagaStepBuilder(SagaStepDefinition step) => _step = step;

    /// <summary>
    /// How the step is undone. It is called if the step took effect or may have: see
    /// <see cref="SagaContext.IsOutcomeKnown"/>.
    /// </summary>
    public SagaStepBuilder<TData> Compensate(
        Func<SagaContext<TData>, CancellationToken, Task<StepResult>> compensation)
    {
        ArgumentNullException.ThrowIfNull(compensation);
        _step.Compensation = (saga, token) => compensation((SagaContext<TData>)saga, token);
        return this;
    }

    /// <summary>Says that the step changes nothing that would have to be undone: a question, a notification.</summary>
    public SagaStepBuilder<TData> NothingToUndo()
    {
        _step.HasNothingToUndo = true;
        return this;
    }

    /// <summary>After this time from its first intent no further attempt is begun. Default 5 minutes.</summary>
    public SagaStepBuilder<TData> Deadline(TimeSpan deadline)
    {
        _step.Deadline = deadline;
        return this;
    }

    /// <summary>
    /// How long one attempt, of the action or the compensation, may take before its outcome counts as unknown.
    /// Default 30 s, which is Orleans' own response time-out: after that a call cannot begin to be handled any more, so
    /// a shorter time needs a shorter response time-out.
    /// </summary>
    public SagaStepBuilder<TData> AttemptTimeout(TimeSpan timeout)
    {
        _step.AttemptTimeout = timeout;
        return this;
    }

    /// <summary>When the action is tried again. Default: exponential, 3 retries from 1 s.</summary>
    public SagaStepBuilder<TData> Retry(RetryPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _step.Retry = policy;
        return this;
    }

    /// <summary>When the compensation is tried again. Default: exponential, 10 retries from 1 s, for 1 hour.</summary>
    public SagaStepBuilder<TData> CompensationRetry(RetryPolicy policy, TimeSpan? deadline = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _step.CompensationRetry = policy;
        _step.CompensationDeadline = deadline ?? _step.CompensationDeadline;
        return this;
    }

    /// <summary>Takes the step only if a pure function of data and results says so.</summary>
    public SagaStepBuilder<TData> When(Func<SagaContext<TData>, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        _step.Condition = saga => condition((SagaContext<TData>)saga);
        return this;
    }

    /// <summary>
    /// Records what the step works on together with its intent: a pure function of data and results. Action and
    /// compensation read it with <see cref="SagaContext.Input{T}"/>, also after a deployment that computes another.
    /// </summary>
    public SagaStepBuilder<TData> Input(Func<SagaContext<TData>, object?> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _step.Input = saga => input((SagaContext<TData>)saga);
        return this;
    }

    /// <summary>
    /// Says what an exception of the action or the compensation means; null leaves it to the default, which knows the
    /// exceptions of this library and takes all others for unknown outcomes.
    /// </summary>
    public SagaStepBuilder<TData> Classify(Func<Exception, StepFailureKind?> classification)
    {
        ArgumentNullException.ThrowIfNull(classification);
        _step.Classification = classification;
        return this;
    }

    /// <summary>Parks the saga, instead of undoing it, when the step gives up with one of these kinds.</summary>
    public SagaStepBuilder<TData> ParkOn(params IReadOnlyList<StepFailureKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        _step.ParkOn = [.. kinds];
        return this;
    }

    /// <summary>Begins the step when these are over, instead of those declared before it.</summary>
    public SagaStepBuilder<TData> After(params IReadOnlyList<string> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        _step.DependsOn = [.. steps];
        return this;
    }
}
