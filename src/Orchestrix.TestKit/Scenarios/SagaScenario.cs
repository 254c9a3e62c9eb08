using Orchestrix.Sagas;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.TestKit.Scenarios;

/// <summary>
/// A test of one saga: given what its participants answer, when it is started, then it asks these in this order and
/// ends so. The engine is the real one; the time is virtual, so that retries, deadlines and waits take none.
/// </summary>
/// <param name="saga">The definition under test.</param>
/// <typeparam name="TData">The data that it is started with.</typeparam>
public sealed class SagaScenario<TData>(Saga<TData> saga) where TData : class
{
    private const string Key = "1";

    private readonly SagaWorld _world = new SagaWorld(SagaFaults.None, new Chance(1, 0)).AddSaga(saga);
    private readonly ParticipantScript _script = new();
    private readonly HashSet<Type> _participants = [];

    /// <summary>
    /// Every participant of a kind answers a method with these, in turn, and ever after with the last.
    /// </summary>
    /// <param name="method">The name of the method.</param>
    /// <param name="answers">What the task of the method brings; an exception is thrown.</param>
    public SagaScenario<TData> Given<TGrain>(string method, params IReadOnlyList<object?> answers)
        where TGrain : class, IGrainWithStringKey => GivenAt<TGrain>(null, method, answers);

    /// <summary>As <see cref="Given{TGrain}"/>, for the participant with one key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="method">The name of the method.</param>
    /// <param name="answers">What the task of the method brings; an exception is thrown.</param>
    public SagaScenario<TData> GivenAt<TGrain>(string? key, string method, params IReadOnlyList<object?> answers)
        where TGrain : class, IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (typeof(TGrain).GetMethod(method) is null)
            throw new ArgumentException($"{typeof(TGrain).Name} has no method {method}.", nameof(method));
        if (_participants.Add(typeof(TGrain)))
            _world.Grains.Add(made => ScriptedParticipant.Make<TGrain>(made, _script));
        _script.Add(typeof(TGrain), key, method, answers);
        return this;
    }

    /// <summary>Adds a definition that the saga runs as a part.</summary>
    public SagaScenario<TData> GivenSubSaga(Saga part)
    {
        _world.AddSaga(part);
        return this;
    }

    /// <summary>Something is done to the saga a while after its start: a message, a cancellation.</summary>
    public SagaScenario<TData> GivenAfter(TimeSpan time, Func<ISagaGrain, Task> act)
    {
        _ = _world.DoAsync(saga.Name, Key, time, act);
        return this;
    }

    /// <summary>The saga is started, and runs until nothing more happens by itself.</summary>
    /// <exception cref="ScenarioException">A participant was asked something that it has no answer to.</exception>
    /// <exception cref="SagaSimulationException">It has not come to rest within 30 days.</exception>
    public SagaOutcome WhenStarted(TData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var started = _world.StartAsync(saga.Name, Key, data);
        _world.Run(SagaSimulation.Limit);
        if (_script.Unanswered.Count > 0)
        {
            throw new ScenarioException("Participants were asked without an answer; add Given for"
                + LineDifference.Listing(_script.Unanswered.Select(static call => call.ToString()).Distinct()));
        }
        _world.CheckHistories();
        return new SagaOutcome(
            started.GetAwaiter().GetResult().Refusal, _world.View(saga.Name, Key), _script.Calls,
            _world.Events(saga.Name, Key));
    }
}
