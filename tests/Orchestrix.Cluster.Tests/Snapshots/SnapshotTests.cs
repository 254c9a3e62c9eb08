using System.Text;
using System.Text.Json;
using Orchestrix.Cluster.Tests.Aggregates;
using Orchestrix.Cluster.Tests.LogConsistency;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Snapshots;

namespace Orchestrix.Cluster.Tests.Snapshots;

/// <summary>Snapshots as grains take and use them.</summary>
public sealed class SnapshotTests : IAsyncDisposable
{
    private readonly InMemoryEventStore _store = new();
    private readonly InMemorySnapshotStore _kept;
    private readonly List<TestSilo> _silos = [];
    private readonly string _key = Guid.NewGuid().ToString("N");

    public SnapshotTests() => _kept = new InMemorySnapshotStore(_store);

    private StreamId Purse => StreamId.For("purse", _key);

    private StreamId Tally => StreamId.For("tally", _key);

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
    }

    [Fact]
    public async Task An_aggregate_starts_from_the_snapshot_that_the_silo_before_has_taken()
    {
        var silo = await StartAsync();
        for (var put = 0; put < 4; put++)
            await silo.Grains.GetGrain<IPurseGrain>(_key).Put(new Put(10));
        await silo.DisposeAsync();
        Assert.Equal(3, (await _kept.LoadAsync(Purse)).Snapshot?.Version);

        var next = await StartAsync();
        var loads = Loads(next);
        var answer = await next.Grains.GetGrain<IPurseGrain>(_key).Put(new Put(2));
        Assert.Equal((42, 5L), (answer.Reply, answer.Version));
        var load = Assert.Single(loads);
        Assert.Equal((3L, 1), (load.Snapshot?.Version, load.Tail.Count));
    }

    [Fact]
    public async Task A_plain_journaled_grain_starts_from_a_snapshot_too()
    {
        var silo = await StartAsync();
        await silo.Grains.GetGrain<ITallyGrain>(_key).Add(1, 2, 3);
        await silo.Grains.GetGrain<ITallyGrain>(_key).Add(4, 5);
        await silo.DisposeAsync();
        Assert.Equal((5L, 15), await KeptTallyAsync());

        var next = await StartAsync();
        var loads = Loads(next);
        Assert.Equal((21, 6), await next.Grains.GetGrain<ITallyGrain>(_key).Add(6));
        Assert.Equal((5L, 0), (Assert.Single(loads).Snapshot?.Version, loads[0].Tail.Count));
    }

    [Fact]
    public async Task A_long_replay_leaves_a_snapshot_behind()
    {
        var silo = await StartAsync(snapshots => snapshots.Enabled = false);
        await silo.Grains.GetGrain<IPurseGrain>(_key).PutOneByOne(new Put(7));
        await silo.DisposeAsync();
        Assert.Null((await _kept.LoadAsync(Purse)).Snapshot);

        var next = await StartAsync();
        Assert.Equal(7, await next.Grains.GetGrain<IPurseGrain>(_key).CoinsAt(7));
        await Until.TrueAsync(async () => (await _kept.LoadAsync(Purse)).Snapshot?.Version == 7);
    }

    [Fact]
    public async Task Deleting_all_snapshots_changes_no_answer()
    {
        var silo = await StartAsync();
        var first = await silo.Grains.GetGrain<IPurseGrain>(_key).Put(new Put(1) { CommandId = "first" });
        await silo.Grains.GetGrain<IPurseGrain>(_key).PutOneByOne(new Put(8));
        await silo.DisposeAsync();
        Assert.Equal(1, await _kept.DeleteAllAsync());

        var next = await StartAsync();
        var grain = next.Grains.GetGrain<IPurseGrain>(_key);
        Assert.Equal(first with { IsRepeat = true }, await grain.Put(new Put(1) { CommandId = "first" }));
        Assert.Equal(10, (await grain.Put(new Put(1))).Reply);
    }

    [Fact]
    public async Task Commands_are_answered_while_the_snapshot_store_fails()
    {
        var silo = await StartAsync();
        silo.Snapshots.BeforeLoad = _ => throw new InvalidOperationException("No snapshots today.");
        silo.Snapshots.BeforeSave = _ => throw new InvalidOperationException("No snapshots today.");

        for (var put = 1; put <= 7; put++)
            Assert.Equal(put, (await silo.Grains.GetGrain<IPurseGrain>(_key).Put(new Put(1))).Reply);
        Assert.Equal((6, 3), await silo.Grains.GetGrain<ITallyGrain>(_key).Add(1, 2, 3));
    }

    [Fact]
    public async Task A_snapshot_is_written_outside_of_the_grain_and_no_command_waits_for_it()
    {
        var silo = await StartAsync();
        var (saving, gate) = (new TaskCompletionSource<bool>(), new TaskCompletionSource());
        silo.Snapshots.BeforeSave = _ =>
        {
            saving.TrySetResult(ReferenceEquals(TaskScheduler.Current, TaskScheduler.Default));
            return gate.Task;
        };
        for (var put = 1; put <= 9; put++)
            Assert.Equal(put, (await silo.Grains.GetGrain<IPurseGrain>(_key).Put(new Put(1))).Reply);

        Assert.True(await saving.Task, "The snapshot was written on a grain's scheduler.");
        Assert.Null((await _kept.LoadAsync(Purse)).Snapshot);
        gate.SetResult();
        await Until.TrueAsync(async () => (await _kept.LoadAsync(Purse)).Snapshot?.Version == 9);
    }

    [Fact]
    public async Task A_snapshot_never_holds_events_that_are_not_confirmed()
    {
        var silo = await StartAsync();
        var offered = new List<Snapshot>();
        silo.Snapshots.BeforeSave = batch =>
        {
            offered.AddRange(batch);
            return Task.CompletedTask;
        };
        var grain = silo.Grains.GetGrain<ITallyGrain>(_key);
        await grain.Add(1, 2, 3);
        await Until.TrueAsync(async () => await KeptTallyAsync() == (3, 6));
        var gate = new TaskCompletionSource();
        silo.Store.BeforeAppend = _ => gate.Task;
        // The append that is held up would reach version 4, at which a snapshot is due.
        for (var amount = 4; amount <= 8; amount++)
            await grain.AddLater(amount);
        Assert.Equal((6, 36), await grain.AddLater(0));
        // The writer keeps the order: once it has written a later snapshot, it has seen all that were offered before.
        await AppendElsewhereAsync("other", coins: 6);
        await silo.Grains.GetGrain<IPurseGrain>("other").CoinsAt(6);
        await Until.TrueAsync(async () => (await _kept.LoadAsync(StreamId.For("purse", "other"))).Snapshot is not null);
        Assert.All(offered.Where(one => one.Stream == Tally), one => Assert.InRange(one.Version, 1, 3));
        gate.SetResult();
        await grain.Confirm();
        await silo.DisposeAsync();

        var log = await _store.ReadStreamAsync(Tally, StreamRead.Forwards()).ToListAsync();
        Assert.All(offered.Where(one => one.Stream == Tally), snapshot => Assert.Equal(
            (log[(int)snapshot.Version - 1].EventId, Total(log, snapshot.Version)),
            (snapshot.EventId, Total(snapshot))));
        Assert.Equal(9, (await KeptTallyAsync()).Version);
    }

    [Fact]
    public async Task An_event_that_was_refused_is_in_no_snapshot()
    {
        var silo = await StartAsync();
        var grain = silo.Grains.GetGrain<ITallyGrain>(_key);
        await grain.Add(1);
        await Assert.ThrowsAsync<Errors.EventRejectedException>(() => grain.Poison(before: 5));
        await grain.Add(2);
        await silo.DisposeAsync();

        Assert.Equal((2, 3), await KeptTallyAsync());
    }

    private async Task AppendElsewhereAsync(string key, int coins) => await _store.AppendAsync(
    [
        new Commit
        {
            Stream = StreamId.For("purse", key),
            ExpectedVersion = ExpectedVersion.NoStream,
            CommitId = Guid.CreateVersion7(),
            Events =
            [
                .. Enumerable.Range(0, coins).Select(_ =>
                    new EventData(Guid.CreateVersion7(), "purse.filled", 1, """{"coins":1}"""u8.ToArray())),
            ],
        },
    ]);

    private static List<SnapshotLoad> Loads(TestSilo silo)
    {
        var loads = new List<SnapshotLoad>();
        silo.Snapshots.AfterLoad = load =>
        {
            loads.Add(load);
            return load;
        };
        return loads;
    }

    private static int Total(IEnumerable<RecordedEvent> log, long version) => log.Take((int)version)
        .Sum(one => JsonDocument.Parse(one.Json).RootElement.GetProperty("amount").GetInt32());

    private static int Total(Snapshot snapshot) =>
        JsonDocument.Parse(Encoding.UTF8.GetString(snapshot.State.Span)).RootElement.GetProperty("Total").GetInt32();

    private async Task<(long Version, int Total)> KeptTallyAsync() =>
        (await _kept.LoadAsync(Tally)).Snapshot is { } kept ? (kept.Version, Total(kept)) : default;

    private async Task<TestSilo> StartAsync(Action<SnapshotOptions>? configure = null)
    {
        var silo = await TestSilo.StartAsync(
            _store, orchestrix => orchestrix.ConfigureSnapshots(options => configure?.Invoke(options)), _kept);
        _silos.Add(silo);
        return silo;
    }
}
