namespace Orchestrix.Sagas;

/// <summary>
/// Collects the steps of a definition. Each begins when the ones declared before it are over, unless it says otherwise
/// with <c>After</c>.
/// </summary>
/// <typeparam name="TData">The saga's data.</typeparam>
public sealed class SagaBuilder<TData> where TData : class
{
    private readonly List<SagaStepDefinition> _steps;
    private IReadOnlyList<string> _before;

    internal SagaBuilder() : this([], [])
    {
    }

    private SagaBuilder(List<SagaStepDefinition> steps, IReadOnlyList<string> before) =>
        (_steps, _before) = (steps, before);

    internal IReadOnlyList<SagaStepDefinition> Steps => _steps;

    /// <summary>Asks a participant, under <see cref="SagaContext.CommandId"/>.</summary>
    /// <param name="name">Unique: letters, digits, dots and hyphens, at most
    /// <see cref="SagaLimits.MaxNameLength"/>.</param>
    /// <param name="action">May be called more than once, always with the same command id.</param>
    public SagaStepBuilder<TData> Step(
        string name, Func<SagaContext<TData>, CancellationToken, Task<StepResult>> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var step = Add(name, SagaStepKind.Call);
        step.Action = (saga, token) => action((SagaContext<TData>)saga, token);
        return new SagaStepBuilder<TData>(step);
    }

    /// <summary>Waits for a message: an event elsewhere, a person's decision.</summary>
    /// <param name="name">The name of the step; its result is the content of the message.</param>
    /// <param name="message">The name of the message.</param>
    /// <param name="timeout">How long; greater than zero.</param>
    public SagaWaitBuilder<TData> Wait(string name, string message, TimeSpan timeout)
    {
        var step = Add(name, SagaStepKind.Wait);
        (step.Message, step.Deadline) = (message, timeout);
        return new SagaWaitBuilder<TData>(step);
    }

    /// <summary>
    /// Runs another saga, with the key <c>{key}.{step}</c>, and waits until it has completed. Its compensation undoes
    /// the whole of it.
    /// </summary>
    /// <param name="name">The name of the step.</param>
    /// <param name="sagaType">The grain type of the other saga.</param>
    /// <param name="data">What it is started with: a pure function.</param>
    public SagaStepBuilder<TData> SubSaga<TChild>(
        string name, string sagaType, Func<SagaContext<TData>, TChild> data) where TChild : class
    {
        ArgumentNullException.ThrowIfNull(data);
        var step = Add(name, SagaStepKind.SubSaga);
        step.SubSaga = sagaType;
        step.Deadline = step.CompensationDeadline = TimeSpan.FromDays(1);
        step.Action = (saga, _) => SubSagaCall.StartAsync(saga, sagaType, data((SagaContext<TData>)saga));
        step.Compensation = (saga, _) => SubSagaCall.CompensateAsync(saga, sagaType);
        return new SagaStepBuilder<TData>(step);
    }

    /// <summary>Runs several sequences side by side. What is declared next begins when all of them are over.</summary>
    public SagaBuilder<TData> Parallel(params IReadOnlyList<Action<SagaBuilder<TData>>> branches)
    {
        ArgumentNullException.ThrowIfNull(branches);
        var ends = new List<string>();
        foreach (var branch in branches)
        {
            var sequence = new SagaBuilder<TData>(_steps, _before);
            branch(sequence);
            ends.AddRange(sequence._before);
        }
        _before = [.. ends.Distinct(StringComparer.Ordinal)];
        return this;
    }

    private SagaStepDefinition Add(string name, SagaStepKind kind)
    {
        var step = new SagaStepDefinition(name, kind, _before);
        _steps.Add(step);
        _before = [name];
        return step;
    }
}
