using Microsoft.Extensions.Logging.Abstractions;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Sagas;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;

namespace Orchestrix.TestKit.Sagas;

/// <summary>
/// A little world of one thread in which the engine runs sagas against participants of a test, under a virtual clock
/// and with whatever goes wrong.
/// </summary>
public sealed partial class SagaWorld
{
    // One for all worlds: a meter of each would stay with the process, and there are many thousand worlds.
    private static readonly OrchestrixMetrics Unheard = new();

    private readonly List<Saga> _definitions = [];
    private readonly Dictionary<StreamId, SagaActivation> _active = [];
    private readonly HashSet<StreamId> _known = [];
    private readonly List<SagaActivation> _alive = [];
    private readonly SagaFaults _faults;
    private readonly SagaSeams _seams;
    private SagaServices? _services;
    private InMemorySagaIndex _index = null!;
    private InMemoryDeadLetterStore _letters = null!;
    private SagaIndexProcessor _indexing = null!;

    internal SagaWorld(SagaFaults faults, Chance chance)
    {
        (_faults, Chance) = (faults, chance);
        Store = new InMemoryEventStore(Time.Steady);
        _seams = new SagaSeams(this, faults);
        Grains.Seam = _seams;
        Grains.ById = id => ParticipantProxy.Make<ISagaGrain>(
            new SimulatedSaga(this, StreamId.For(id.Type.ToString()!, id.Key.ToString()!)), $"saga {id}", _seams);
    }

    /// <summary>The clock of this world.</summary>
    public VirtualTime Time { get; } = new();

    /// <summary>The log, with the events of all sagas.</summary>
    public InMemoryEventStore Store { get; }

    /// <summary>Participants; add them before the first saga starts.</summary>
    public FakeGrains Grains { get; } = new();

    /// <summary>Chance of this run: a story that draws from nothing else is the same for the same seed.</summary>
    public Random Random => Chance;

    /// <summary>How often the silo was lost.</summary>
    public int Crashes { get; private set; }

    internal SimulationScheduler Scheduler { get; } = new();

    internal Chance Chance { get; }

    internal SagaSeams Seams => _seams;

    /// <summary>The dead letters of parked sagas; there are none before the first saga.</summary>
    internal InMemoryDeadLetterStore Letters => _letters;

    internal EventSerializer Serializer { get; } = new(
        new EventTypeRegistryBuilder().AddEvents(SagaEventsJson.Default).Build());

    /// <summary>Adds a definition; before the first saga starts.</summary>
    public SagaWorld AddSaga(Saga saga)
    {
        ArgumentNullException.ThrowIfNull(saga);
        if (_services is not null)
            throw new InvalidOperationException("Definitions are added before the first saga starts.");
        _definitions.Add(saga);
        return this;
    }

    /// <summary>
    /// Loses the silo: everything in memory is gone, and nothing that was under way comes to an end. The next look of
    /// the watchdog finds what is overdue.
    /// </summary>
    public void Crash()
    {
        Crashes++;
        foreach (var activation in _alive.ToArray())
            activation.Runner.Stop("crash");
        _active.Clear();
        _alive.Clear();
    }

    /// <summary>The events of a saga, in order.</summary>
    public IReadOnlyList<SagaEvent> Events(string sagaType, string key)
    {
        var events = new List<SagaEvent>();
        foreach (var recorded in ReadStream(StreamId.For(sagaType, key)))
            events.Add((SagaEvent)Serializer.Deserialize(recorded));
        return events;
    }

    /// <summary>The saga as the log has it.</summary>
    public SagaView View(string sagaType, string key)
    {
        var stream = StreamId.For(sagaType, key);
        return SagaViews.Of(stream, SagaState.New.Apply(Events(sagaType, key)));
    }

    /// <summary>
    /// From here on sagas that are activated are so in a program with these definitions; what is active stays as it is.
    /// </summary>
    internal void Deploy(params IReadOnlyList<Saga> definitions) =>
        _services = Services() with { Sagas = new SagaRegistry(definitions) };

    /// <summary>Cuts the activation of a saga off: it lives on, and the next call makes another one.</summary>
    internal SagaRunner Split(StreamId stream)
    {
        _active.Remove(stream, out var activation);
        return activation!.Runner;
    }

    internal async Task<SagaActivation> ActivateAsync(StreamId stream)
    {
        _known.Add(stream);
        var isSecond = _active.ContainsKey(stream)
            && Chance.Fault(_faults.SecondActivation, Time, $"second activation of {stream}");
        if (isSecond || !_active.TryGetValue(stream, out var activation))
        {
            activation = new SagaActivation(this, stream, Services());
            _active[stream] = activation;
            _alive.Add(activation);
        }
        await activation.LoadAsync();
        return activation;
    }

    internal void Forget(StreamId stream, SagaActivation activation)
    {
        if (_active.TryGetValue(stream, out var current) && current == activation)
            _active.Remove(stream);
        _alive.Remove(activation);
    }

    internal SagaServices Services()
    {
        if (_services is not null)
            return _services;
        _services = new SagaServices
        {
            Sagas = new SagaRegistry(_definitions),
            Store = Store,
            Appender = _seams,
            Serializer = Serializer,
            Json = EventJson.CreateOptions([]),
            Grains = Grains,
            Time = Time,
            Metrics = Unheard,
            Options = new SagaOptions(),
            Logger = NullLogger.Instance,
            Random = Chance,
        };
        var checkpoints = new InMemoryCheckpointStore(Store, Time);
        _letters = new InMemoryDeadLetterStore(checkpoints, Store, Time);
        _index = new InMemorySagaIndex(checkpoints, _letters, Store);
        _indexing = new SagaIndexProcessor(
            _index, checkpoints, _services, new SubscriptionPartition(SagaIndexProcessor.Subscription, 0, 1));
        return _services;
    }

    private IEnumerable<RecordedEvent> ReadStream(StreamId stream) =>
        Store.ReadStreamAsync(stream, StreamRead.Forwards()).ToBlockingEnumerable();
}
