using System.Text.Json;

namespace Orchestrix.Sagas;

/// <summary>Says more about a wait. Every method returns the builder itself.</summary>
/// <typeparam name="TData">The saga's data.</typeparam>
public sealed class SagaWaitBuilder<TData> where TData : class
{
    private readonly SagaStepDefinition _step;

    internal SagaWaitBuilder(SagaStepDefinition step) => _step = step;

    /// <summary>Passes over a wait that nobody answers in time. The default fails the saga, which is undone.</summary>
    public SagaWaitBuilder<TData> ContinueOnTimeout()
    {
        _step.ContinuesOnTimeout = true;
        return this;
    }

    /// <summary>
    /// Judges the message: a pure function. <see cref="StepResult.Done"/> goes on, a failure undoes the saga: a
    /// person's no, for example. Without it every message goes on, and its content is the result.
    /// </summary>
    public SagaWaitBuilder<TData> Accept<TMessage>(Func<SagaContext<TData>, TMessage, StepResult> acceptance)
        where TMessage : class
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        _step.Acceptance = (saga, json) => acceptance(
            (SagaContext<TData>)saga, saga.Read<TMessage>(json ?? throw new JsonException("The message is empty.")));
        return this;
    }

    /// <summary>Waits only if a pure function of data and results says so.</summary>
    public SagaWaitBuilder<TData> When(Func<SagaContext<TData>, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        _step.Condition = saga => condition((SagaContext<TData>)saga);
        return this;
    }

    /// <summary>Begins to wait when these are over, instead of those declared before it.</summary>
    public SagaWaitBuilder<TData> After(params IReadOnlyList<string> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        _step.DependsOn = [.. steps];
        return this;
    }
}
