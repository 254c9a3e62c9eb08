using Orchestrix.Events;
using Orchestrix.Snapshots;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <summary>
/// What every <see cref="ISnapshotStore"/> promises. Derive a test class for each implementation; the tests are the
/// derived class's own.
/// </summary>
public abstract partial class SnapshotStoreConformance
{
    private IEventStore _events = null!;
    private ISnapshotStore _store = null!;

    /// <summary>An empty log that no other test writes to, and the snapshots beside it.</summary>
    protected abstract Task<(IEventStore Events, ISnapshotStore Snapshots)> CreateStoresAsync();

    /// <summary>Nothing is lost on the way.</summary>
    [Fact]
    public async Task A_snapshot_comes_back_as_it_was_kept_with_the_events_behind_it()
    {
        var stream = await AppendAsync(events: 7);
        var kept = await TakeAsync(stream, 5) with
        {
            StateName = "Some.Åccount",
            SchemaVersion = 70_000,
            Shape = long.MinValue,
            Checksum = -1,
            State = new byte[] { 0, 255, 0, 128 },
        };
        Assert.Equal(1, await _store.SaveAsync([kept]));

        var load = await _store.LoadAsync(stream);
        AssertSame(kept, load.Snapshot);
        Assert.True(load.IsInLog && load.IsWhole);
        Assert.Equal([6L, 7], load.Tail.Select(one => one.Version));
        var read = await _events.ReadStreamAsync(stream, StreamRead.Forwards(6)).ToListAsync();
        Assert.Equal(
            read.Select(one => (one with { Json = default }, Convert.ToHexString(one.Json.Span))),
            load.Tail.Select(one => (one with { Json = default }, Convert.ToHexString(one.Json.Span))));
    }

    /// <summary>Nothing behind a snapshot at the head.</summary>
    [Fact]
    public async Task A_snapshot_of_the_newest_version_has_no_tail()
    {
        var stream = await AppendAsync(events: 3);
        await _store.SaveAsync([await TakeAsync(stream, 3)]);

        var load = await _store.LoadAsync(stream);
        Assert.Equal(3, load.Snapshot?.Version);
        Assert.True(load.IsInLog && load.IsWhole);
        Assert.Empty(load.Tail);
    }

    /// <summary>The first page comes with the same round trip.</summary>
    [Fact]
    public async Task A_stream_without_a_snapshot_comes_from_its_first_event()
    {
        var stream = await AppendAsync(events: 3);
        var load = await _store.LoadAsync(stream);

        Assert.Null(load.Snapshot);
        Assert.False(load.IsInLog);
        Assert.True(load.IsWhole);
        Assert.Equal([1L, 2, 3], load.Tail.Select(one => one.Version));
        var nothing = await _store.LoadAsync(Samples.NewStream());
        Assert.Null(nothing.Snapshot);
        Assert.Empty(nothing.Tail);
    }

    /// <summary>A page has an end, and says so.</summary>
    [Fact]
    public async Task A_tail_longer_than_a_page_is_cut_and_told_so()
    {
        var stream = await AppendAsync(events: EventStoreLimits.MaxEventsPerCommit);
        await _store.SaveAsync([await TakeAsync(stream, 2)]);
        var load = await _store.LoadAsync(stream);

        Assert.False(load.IsWhole);
        Assert.InRange(load.Tail.Count, 1, EventStoreLimits.MaxEventsPerCommit - 3);
        Assert.Equal(Enumerable.Range(3, load.Tail.Count).Select(n => (long)n), load.Tail.Select(one => one.Version));
    }

    /// <summary>The past is not seen through a later snapshot.</summary>
    [Fact]
    public async Task A_snapshot_or_event_later_than_the_asked_version_stays_away()
    {
        var stream = await AppendAsync(events: 9);
        await _store.SaveAsync([await TakeAsync(stream, 5)]);

        var before = await _store.LoadAsync(stream, toVersion: 4);
        Assert.Null(before.Snapshot);
        Assert.Equal([1L, 2, 3, 4], before.Tail.Select(one => one.Version));
        Assert.Equal(5, (await _store.LoadAsync(stream, toVersion: 5)).Snapshot?.Version);
        var behind = await _store.LoadAsync(stream, toVersion: 7);
        Assert.Equal((5L, 2), (behind.Snapshot?.Version, behind.Tail.Count));
    }

    /// <summary>Each stream has its own.</summary>
    [Fact]
    public async Task A_snapshot_belongs_to_its_stream()
    {
        var (one, other) = (await AppendAsync(events: 2), await AppendAsync(events: 2));
        await _store.SaveAsync([await TakeAsync(one, 1), await TakeAsync(other, 2)]);

        Assert.Equal((one, 1L), Place(await _store.LoadAsync(one)));
        Assert.Equal((other, 2L), Place(await _store.LoadAsync(other)));
    }

    /// <summary>G10: deleting costs nothing but time.</summary>
    [Fact]
    public async Task Deleting_all_snapshots_leaves_the_events()
    {
        var (one, other) = (await AppendAsync(events: 2), await AppendAsync(events: 2));
        await _store.SaveAsync([await TakeAsync(one, 1), await TakeAsync(other, 2)]);

        Assert.Equal(2, await _store.DeleteAllAsync());
        Assert.Equal(0, await _store.DeleteAllAsync());
        var load = await _store.LoadAsync(one);
        Assert.Null(load.Snapshot);
        Assert.Equal(2, load.Tail.Count);
    }

    private async Task<StreamId> AppendAsync(int events)
    {
        if (_store is null)
            (_events, _store) = await CreateStoresAsync();
        var stream = Samples.NewStream();
        await _events.AppendAsync(Samples.Commit(stream, ExpectedVersion.NoStream, events));
        return stream;
    }

    private async Task<Snapshot> TakeAsync(StreamId stream, long version, string state = "{}", int schema = 1)
    {
        var at = await _events.ReadStreamAsync(stream, StreamRead.Forwards(version, 1)).ToListAsync();
        return new Snapshot
        {
            Stream = stream,
            Version = version,
            EventId = at.Single().EventId,
            StateName = "State",
            SchemaVersion = schema,
            Shape = 1,
            Checksum = 2,
            State = System.Text.Encoding.UTF8.GetBytes(state),
        };
    }

    private static (StreamId Stream, long Version) Place(SnapshotLoad load) =>
        (load.Snapshot!.Stream, load.Snapshot.Version);

    private static void AssertSame(Snapshot expected, Snapshot? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected with { State = default }, actual with { State = default });
        Assert.Equal(expected.State.ToArray(), actual.State.ToArray());
    }
}
