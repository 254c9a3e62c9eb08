using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.DeadLetters;
using Orchestrix.Diagnostics;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;
using Orchestrix.Subscriptions.Handlers;

namespace Orchestrix.Tests.Subscriptions.Handlers;

/// <summary>
/// One partition of a subscription with handlers over any stores, run step by step. It remembers what was tried and
/// handled, and finds out at once when an event is tried before its turn.
/// </summary>
internal sealed class HandlerWorld : IDisposable
{
    private static readonly SubscriptionPartition Partition = new("mails", 0, 1);

    private readonly ServiceProvider _services;
    private readonly SubscriptionDefinition _definition;
    private readonly IEventStore _store;
    private IPageProcessor _processor;
    private Checkpoint? _owned;
    private long _position;

    public HandlerWorld(
        IEventStore store, ICheckpointStore checkpoints, IDeadLetterStore letters, IParkingStore parking,
        Action<HandlerSubscriptionBuilder> configure, TimeProvider? time = null)
    {
        (_store, Letters, Stores) = (store, letters, new FaultyStores(checkpoints, parking));
        var types = new EventTypeRegistryBuilder().AddEvent(typeof(Noted)).AddEvent(typeof(Ignored)).Build();
        var services = new ServiceCollection()
            .AddLogging().AddSingleton(time ?? TimeProvider.System).AddSingleton(static _ => new OrchestrixMetrics())
            .AddSingleton(types).AddSingleton<EventSerializer>().AddSingleton(store)
            .AddSingleton<ICheckpointStore>(Stores).AddSingleton<IParkingStore>(Stores);
        var builder = new HandlerSubscriptionBuilder("mails", services);
        builder.Handle<Noted>(HandleAsync).Configure(static options =>
            (options.DecisionInterval, options.CheckpointInterval) = (TimeSpan.Zero, TimeSpan.FromMinutes(10)));
        configure(builder);
        builder.Check();
        _definition = builder.Build(types);
        _services = services.BuildServiceProvider();
        _processor = _definition.CreateProcessor(_services, Partition);
    }

    public static HandlerWorld InMemory(Action<HandlerSubscriptionBuilder> configure, TimeProvider? time = null)
    {
        var store = new InMemoryEventStore(time ?? TimeProvider.System);
        var checkpoints = new InMemoryCheckpointStore(store, time ?? TimeProvider.System);
        var letters = new InMemoryDeadLetterStore(checkpoints, store, time ?? TimeProvider.System);
        return new HandlerWorld(store, checkpoints, letters, letters, configure, time);
    }

    public IDeadLetterStore Letters { get; }

    public FaultyStores Stores { get; }

    /// <summary>What an attempt does: throws, or returns.</summary>
    public Action<EventContext<Noted>> OnAttempt { get; set; } = static _ => { };

    /// <summary>What an attempt does after that.</summary>
    public Func<EventContext<Noted>, CancellationToken, Task> OnAttemptAsync { get; set; } =
        static (_, _) => Task.CompletedTask;

    /// <summary>Every attempt: stream key, version, number of the attempt, whether it went well.</summary>
    public List<(string Key, long Version, int Attempt, bool IsHandled)> Attempts { get; } = [];

    public IEnumerable<(string Key, long Version)> Handled =>
        Attempts.Where(each => each.IsHandled).Select(each => (each.Key, each.Version));

    public string? Stopped { get; private set; }

    public Checkpoint Owned => _owned!;

    public async Task AppendAsync(string key, int events = 1, string type = "noted", string? tenant = null)
    {
        var stream = StreamId.For("note", key);
        await _store.AppendAsync([new Commit
        {
            Stream = stream,
            ExpectedVersion = ExpectedVersion.Any,
            CommitId = Guid.CreateVersion7(),
            Metadata = new EventMetadata { Tenant = tenant },
            Events = [.. Enumerable.Range(0, events).Select(number => new EventData(
                Guid.CreateVersion7(), type, 1, Encoding.UTF8.GetBytes($$"""{"number":{{number}}}""")))],
        }]);
    }

    /// <summary>Forgets all that is not durable, as a killed process does.</summary>
    public void Crash()
    {
        _owned = null;
        _processor = _definition.CreateProcessor(_services, Partition);
    }

    /// <summary>Reads one page, or idles at the log's end; false if something failed and it begins again.</summary>
    public async Task<bool> StepAsync(int pageSize = 3, CancellationToken cancellationToken = default)
    {
        try
        {
            Stopped = null;
            if (_owned is null)
            {
                _owned = await _processor.AcquireAsync("me", cancellationToken);
                _position = _owned.Position;
            }
            var page = await _store.ReadLogPageAsync(_position, pageSize, _definition.Filter, cancellationToken);
            if (page.ScannedTo == _position)
                await _processor.IdleAsync(_owned, cancellationToken);
            else
                await _processor.ProcessAsync(_owned, page, cancellationToken);
            _position = page.ScannedTo;
            return true;
        }
        catch (Exception exception) when (exception is SubscriptionStoppedException or EventStoreUnavailableException)
        {
            _owned = null;
            Stopped = (exception as SubscriptionStoppedException)?.Message;
            return false;
        }
    }

    /// <summary>Steps until the log's end is reached, or the partition stands still.</summary>
    public async Task RunAsync()
    {
        var head = await _store.ReadHeadAsync();
        while (await StepAsync() && _position < head)
        {
        }
        if (Stopped is null)
            await StepAsync();
    }

    public async Task<DeadLetter> OnlyLetterAsync() =>
        Assert.Single((await Letters.ListAsync(DeadLetterFilter.Everything)).Letters);

    public Task<DeadLetterOutcome> DecideAsync(DeadLetter letter, DeadLetterActKind act) =>
        Letters.DecideAsync(letter.Id, act, new("ann", "because"));

    /// <summary>What the log holds for the handlers.</summary>
    public async Task<List<(string Key, long Version)>> ExpectedAsync()
    {
        var expected = new List<(string, long)>();
        await foreach (var recorded in _store.ReadLogAsync(0))
        {
            if (recorded.EventType == "noted")
                expected.Add((recorded.Stream.Key, recorded.Version));
        }
        return expected;
    }

    public async Task<IReadOnlyList<Checkpoint>> CheckpointsAsync() => await Stores.ListAsync();

    public void Dispose() => _services.Dispose();

    private async Task HandleAsync(EventContext<Noted> e, CancellationToken cancellationToken)
    {
        Assert.Equal($"mails/{e.Position}", e.HandlingId);
        await CheckTurnAsync(e);
        try
        {
            OnAttempt(e);
            await OnAttemptAsync(e, cancellationToken);
        }
        catch
        {
            Attempts.Add((e.Stream.Key, e.Version, e.Attempt, false));
            throw;
        }
        Attempts.Add((e.Stream.Key, e.Version, e.Attempt, true));
    }

    /// <summary>Every earlier event of the stream was handled, or a person discarded it.</summary>
    private async Task CheckTurnAsync(EventContext<Noted> e)
    {
        await foreach (var earlier in _store.ReadStreamAsync(e.Stream, StreamRead.Forwards(1, e.Version - 1)))
        {
            if (earlier.EventType == "noted" && !Handled.Contains((e.Stream.Key, earlier.Version))
                && !await IsDiscardedAsync(earlier))
            {
                OutOfTurn.Add($"{e.Stream} {e.Version} before {earlier.Version}");
            }
        }
    }

    /// <summary>Events that were tried before their turn; must stay empty.</summary>
    public List<string> OutOfTurn { get; } = [];

    private async Task<bool> IsDiscardedAsync(RecordedEvent recorded) =>
        (await Letters.ListAsync(new DeadLetterFilter { State = DeadLetterState.Discarded }, maxCount: 1000))
        .Letters.Any(letter => letter.Position == recorded.Position);
}
