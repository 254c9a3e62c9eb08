using Orchestrix.Snapshots;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <content>Which of two snapshots stays.</content>
public abstract partial class SnapshotStoreConformance
{
    /// <summary>Versions never go back.</summary>
    [Fact]
    public async Task An_older_snapshot_never_replaces_a_newer_one()
    {
        var stream = await AppendAsync(events: 5);
        Assert.Equal(1, await _store.SaveAsync([await TakeAsync(stream, 4)]));
        Assert.Equal(0, await _store.SaveAsync([await TakeAsync(stream, 3, "older")]));
        Assert.Equal(4, (await _store.LoadAsync(stream)).Snapshot?.Version);
        Assert.Equal(1, await _store.SaveAsync([await TakeAsync(stream, 5)]));
        Assert.Equal(5, (await _store.LoadAsync(stream)).Snapshot?.Version);
    }

    /// <summary>A newer program is not held up by the snapshots of an older one, nor the reverse for ever.</summary>
    [Fact]
    public async Task A_later_schema_version_replaces_an_earlier_one_and_a_later_version_replaces_both()
    {
        var stream = await AppendAsync(events: 5);
        await _store.SaveAsync([await TakeAsync(stream, 4, schema: 1)]);
        Assert.Equal(1, await _store.SaveAsync([await TakeAsync(stream, 3, schema: 2)]));
        Assert.Equal(0, await _store.SaveAsync([await TakeAsync(stream, 3, schema: 1)]));
        Assert.Equal(0, await _store.SaveAsync([await TakeAsync(stream, 2, schema: 1)]));
        // A program that was rolled back goes on with its own schema version.
        Assert.Equal(1, await _store.SaveAsync([await TakeAsync(stream, 5, schema: 1)]));
        Assert.Equal(1, (await _store.LoadAsync(stream)).Snapshot?.SchemaVersion);
    }

    /// <summary>A damaged or misshapen snapshot is healed by a sound one of its version.</summary>
    [Fact]
    public async Task A_snapshot_of_the_same_version_replaces_one_with_another_content()
    {
        var stream = await AppendAsync(events: 2);
        var first = await TakeAsync(stream, 2, "first");
        await _store.SaveAsync([first]);

        Assert.Equal(0, await _store.SaveAsync([first]));
        Assert.Equal(1, await _store.SaveAsync([first with { Shape = 77 }]));
        Assert.Equal(1, await _store.SaveAsync([await TakeAsync(stream, 2, "other") with { Shape = 77 }]));
        AssertSame(
            await TakeAsync(stream, 2, "other") with { Shape = 77 }, (await _store.LoadAsync(stream)).Snapshot);
    }

    /// <summary>A state that was never confirmed cannot get in.</summary>
    [Fact]
    public async Task A_snapshot_whose_event_is_not_in_the_log_is_not_kept()
    {
        var stream = await AppendAsync(events: 2);
        var sound = await TakeAsync(stream, 2);

        Assert.Equal(0, await _store.SaveAsync([sound with { EventId = Guid.NewGuid() }]));
        Assert.Equal(0, await _store.SaveAsync([sound with { Version = 1 }]));
        Assert.Equal(0, await _store.SaveAsync([sound with { Version = 3 }]));
        Assert.Equal(0, await _store.SaveAsync([sound with { Stream = Samples.NewStream() }]));
        Assert.Null((await _store.LoadAsync(stream)).Snapshot);
    }

    /// <summary>Whoever comes last, the newest stays.</summary>
    [Fact]
    public async Task Of_racing_writers_the_newest_snapshot_stays()
    {
        const int Events = 40;
        var streams = new[] { await AppendAsync(Events), await AppendAsync(Events), await AppendAsync(Events) };
        var offered = new List<Snapshot>();
        foreach (var stream in streams)
        {
            for (var version = 1; version <= Events; version++)
                offered.Add(await TakeAsync(stream, version));
        }
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            var order = offered.ToArray();
            Random.Shared.Shuffle(order);
            foreach (var snapshots in order.Chunk(10))
                await _store.SaveAsync([.. snapshots.DistinctBy(one => one.Stream)]);
            await _store.SaveAsync([.. streams.Select(stream =>
                offered.Last(one => one.Stream == stream && one.Version == Events - writer))]);
        }));
        await Task.WhenAll(writers);

        foreach (var stream in streams)
            Assert.Equal((stream, (long)Events), Place(await _store.LoadAsync(stream)));
    }

    /// <summary>A batch is refused as a whole if its form is wrong.</summary>
    [Fact]
    public async Task A_malformed_batch_of_snapshots_is_refused()
    {
        var stream = await AppendAsync(events: 2);
        var sound = await TakeAsync(stream, 2);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => _store.SaveAsync([sound, sound]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _store.SaveAsync([sound with { Version = 0 }]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _store.SaveAsync([sound with { SchemaVersion = 0 }]));
        Assert.Equal(0, await _store.SaveAsync([]));
    }
}
