using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orchestrix.Aggregates;
using Orchestrix.Appending;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.InMemory;
using Orchestrix.LogConsistency;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;
using Orchestrix.TestKit.Faults;
using Orchestrix.Tests.Support;

namespace Orchestrix.Tests.Snapshots;

/// <summary>A loader of ledgers over stores in memory, with everything it counts.</summary>
internal sealed class LoaderBench : IAsyncDisposable
{
    private static readonly EventSerializer _serializer =
        new(new EventTypeRegistryBuilder().AddEvent(typeof(Ledger.Booked)).Build());

    private readonly List<(string Name, long Value, string? Reason)> _counts = [];
    private readonly MeterListener _listener = new();
    private readonly MeterFactory _meters = new();
    private readonly OrchestrixMetrics _metrics;
    private readonly SnapshotWriter _writer;
    private readonly BatchingAppender _appender;
    private readonly StateServices _services;

    public LoaderBench(Action<SnapshotOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new SnapshotOptions();
        configure?.Invoke(options);
        time ??= TimeProvider.System;
        Listen();
        _metrics = new OrchestrixMetrics(_meters);
        Kept = new InMemorySnapshotStore(Events);
        Snapshots = new FaultInjectingSnapshotStore(Kept);
        Reads = new CountingStore(Events);
        _writer = new SnapshotWriter(
            Options.Create(options), time, _metrics, NullLogger<SnapshotWriter>.Instance, Snapshots);
        _appender = new BatchingAppender(
            Events, Options.Create(new AppenderOptions()), time, _metrics, new LogHead());
        _services = new StateServices(
            Reads, new StateCodecs(new EventTypeRegistryBuilder().Build()), _writer, Options.Create(options), time,
            _metrics, NullLogger<StateServices>.Instance, Snapshots);
    }

    public InMemoryEventStore Events { get; } = new();

    /// <summary>The store that loaders read, except for what comes with a snapshot.</summary>
    public CountingStore Reads { get; }

    public InMemorySnapshotStore Kept { get; }

    public FaultInjectingSnapshotStore Snapshots { get; }

    public SnapshotWriter Writer => _writer;

    public StreamId Stream { get; } = StreamId.For("ledger", Guid.NewGuid().ToString("N"));

    /// <summary>A loader as a new activation has it.</summary>
    public StateLoader<TState> Loader<TState>(Func<TState> start, Func<TState, object, TState> fold)
        where TState : class =>
        new(Stream, start, (state, recorded) =>
        {
            var @event = _serializer.Deserialize(recorded);
            try
            {
                return fold(state, @event);
            }
            catch (Exception exception)
            {
                throw LogSegment.FoldFailedOnReplay(recorded, exception);
            }
        }, _services);

    public StateLoader<Ledger> Loader() => Loader(() => new Ledger(), (ledger, @event) => ledger.Apply(@event));

    /// <summary>The log of an aggregate.</summary>
    public AggregateLog<Ledger> Log() => new(Stream, new AggregateServices(
        Reads, _appender, _serializer, _services, new CallTracing()));

    public async Task<StreamHead<Ledger>> LoadAsync() => await Loader().LoadAsync();

    public async Task BookAsync(params long[] amounts)
    {
        foreach (var batch in amounts.Chunk(EventStoreLimits.MaxEventsPerCommit))
        {
            await Events.AppendAsync(
            [
                new Commit
                {
                    Stream = Stream,
                    ExpectedVersion = ExpectedVersion.Any,
                    CommitId = Guid.CreateVersion7(),
                    Events = [.. batch.Select(amount => _serializer.Serialize(
                        new Ledger.Booked(amount, amount % 3 == 0 ? null : $"tag-{amount % 3}")))],
                },
            ]);
        }
    }

    /// <summary>The snapshot that is kept, once everything on its way is written.</summary>
    public async Task<Snapshot?> WrittenAsync()
    {
        await _writer.DrainAsync();
        return (await Kept.LoadAsync(Stream)).Snapshot;
    }

    /// <summary>The snapshot that this program would take at a version.</summary>
    public async Task<Snapshot> TakeAsync(long version)
    {
        var codec = new StateCodecs(new EventTypeRegistryBuilder().Build()).Find<Ledger>()!;
        return codec.Write(
            Stream, await Loader().FoldAsync(new StreamHead<Ledger>(new Ledger(), 0, default), version));
    }

    /// <summary>Puts that snapshot into the store.</summary>
    public async Task<Snapshot> KeepAsync(long version)
    {
        var snapshot = await TakeAsync(version);
        await Kept.SaveAsync([snapshot]);
        return snapshot;
    }

    public long Count(string name, string? reason = null)
    {
        lock (_counts)
        {
            return _counts.Where(one => one.Name == "orchestrix." + name && (reason is null || one.Reason == reason))
                .Sum(one => one.Value);
        }
    }

    public static string Text(Ledger ledger) => System.Text.Json.JsonSerializer.Serialize(ledger);

    public static string Text(Snapshot snapshot) => Encoding.UTF8.GetString(snapshot.State.Span);

    public async ValueTask DisposeAsync()
    {
        await _appender.DisposeAsync();
        await _writer.DisposeAsync();
        _listener.Dispose();
        _metrics.Dispose();
        _meters.Dispose();
    }

    private void Listen()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            string? reason = null;
            foreach (var tag in tags)
            {
                if (tag.Key == "reason")
                    reason = (string?)tag.Value;
            }
            lock (_counts)
                _counts.Add((instrument.Name, value, reason));
        });
        _listener.Start();
    }
}
