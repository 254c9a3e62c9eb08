using Orchestrix.Events;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <content>Expected versions and atomic commits: G2 and G3.</content>
public abstract partial class EventStoreConformance
{
    /// <summary>A stale decision is rejected and names the version found.</summary>
    [Fact]
    public async Task Appending_at_a_stale_version_conflicts_and_writes_nothing()
    {
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.NoStream, events: 3));

        foreach (var stale in new[] { 0, 1, 2, 4, 100 })
        {
            var result = await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Exactly(stale)));
            Assert.Equal((AppendStatus.Conflict, 3), (result.Status, result.StreamVersion));
            Assert.Equal((0, 0, 0), (result.FirstVersion, result.LastVersion, result.LastPosition));
        }
        Assert.Equal(3, await store.ReadHeadAsync());
    }

    /// <summary>The exact version is accepted.</summary>
    [Fact]
    public async Task Appending_at_the_present_version_continues_the_stream()
    {
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.NoStream, events: 3));
        var result = await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Exactly(3), events: 2));

        Assert.Equal(
            (AppendStatus.Appended, 4, 5, 5),
            (result.Status, result.FirstVersion, result.LastVersion, result.StreamVersion));
        Assert.Equal([1L, 2, 3, 4, 5], (await store.ReadAllAsync(stream)).Select(recorded => recorded.Version));
    }

    /// <summary>Any version is accepted.</summary>
    [Fact]
    public async Task Appending_at_any_version_always_continues_the_stream()
    {
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        for (var expected = 1; expected <= 3; expected++)
        {
            var result = await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Any));
            Assert.Equal((AppendStatus.Appended, expected), (result.Status, result.LastVersion));
        }
    }

    /// <summary>A loser never fails its neighbours, and leaves no gap.</summary>
    [Fact]
    public async Task Losers_of_a_batch_leave_their_neighbours_and_the_order_alone()
    {
        var store = await CreateStoreAsync();
        var streams = Enumerable.Range(0, 5).Select(_ => Samples.NewStream()).ToArray();
        await store.AppendAsync(Samples.Commit(streams[1], ExpectedVersion.NoStream));
        await store.AppendAsync(Samples.Commit(streams[3], ExpectedVersion.NoStream, commandId: "once"));

        var results = await store.AppendAsync(
        [
            Samples.Commit(streams[0], ExpectedVersion.NoStream, events: 2),
            Samples.Commit(streams[1], ExpectedVersion.NoStream, events: 3),
            Samples.Commit(streams[2], ExpectedVersion.Any, events: 1),
            Samples.Commit(streams[3], ExpectedVersion.Any, events: 4, commandId: "once"),
            Samples.Commit(streams[4], ExpectedVersion.NoStream, events: 2),
        ]);

        Assert.Equal(
            [
                AppendStatus.Appended, AppendStatus.Conflict, AppendStatus.Appended, AppendStatus.Duplicate,
                AppendStatus.Appended,
            ],
            results.Select(result => result.Status));
        Assert.Equal([4L, 0, 5, 2, 7], results.Select(result => result.LastPosition));
        var log = await store.ReadLogAsync(0).ToListAsync();
        Assert.Equal(Enumerable.Range(1, 7).Select(number => (long)number), log.Select(recorded => recorded.Position));
        Assert.Equal(
            [streams[1], streams[3], streams[0], streams[0], streams[2], streams[4], streams[4]],
            log.Select(recorded => recorded.Stream));
    }

    /// <summary>Many writers decide on the same version; one wins each round.</summary>
    [Fact]
    public async Task Of_fifty_racing_writers_on_one_version_exactly_one_wins()
    {
        const int Writers = 50;
        const int Rounds = 5;
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        for (var round = 0; round < Rounds; round++)
        {
            using var start = new SemaphoreSlim(0);
            var writers = Enumerable.Range(0, Writers).Select(async _ =>
            {
                await start.WaitAsync();
                // Some yield a random number of times, so that the race is not always run in the same order.
                for (var yields = Random.Shared.Next(20); yields > 0; yields--)
                    await Task.Yield();
                return await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Exactly(round * 2), events: 2));
            }).ToArray();
            start.Release(Writers);
            var results = await Task.WhenAll(writers);

            Assert.Single(results, result => result.Status == AppendStatus.Appended);
            Assert.Equal(Writers - 1, results.Count(result => result.Status == AppendStatus.Conflict));
        }
        var recorded = await store.ReadAllAsync(stream);
        Assert.Equal(
            Enumerable.Range(1, Rounds * 2).Select(number => (long)number), recorded.Select(one => one.Version));
        Assert.All(recorded.Chunk(2), pair => Assert.Equal(pair[0].CommitId, pair[1].CommitId));
    }

    /// <summary>Writers of many streams share one gapless order.</summary>
    [Fact]
    public async Task Racing_writers_of_many_streams_share_one_gapless_order()
    {
        const int Writers = 20;
        const int Commits = 10;
        var store = await CreateStoreAsync();
        var results = (await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            var stream = Samples.NewStream();
            var own = new List<AppendResult>();
            for (var number = 0; number < Commits; number++)
            {
                var version = own.Count == 0 ? 0 : own[^1].LastVersion;
                own.Add(await store.AppendAsync(
                    Samples.Commit(stream, ExpectedVersion.Exactly(version), events: 1 + (writer + number) % 3)));
            }
            return own;
        }))).SelectMany(own => own).ToArray();

        Assert.All(results, result => Assert.Equal(AppendStatus.Appended, result.Status));
        var log = await store.ReadLogAsync(0).ToListAsync();
        Assert.Equal(
            Enumerable.Range(1, log.Count).Select(number => (long)number), log.Select(recorded => recorded.Position));
        Assert.Equal(results.Sum(result => result.LastVersion - result.FirstVersion + 1), log.Count);
        foreach (var commit in log.GroupBy(recorded => recorded.CommitId))
        {
            var events = commit.ToArray();
            Assert.Equal(events[0].CommitSize, events.Length);
            Assert.Equal(Enumerable.Range(0, events.Length), events.Select(one => one.CommitIndex));
            Assert.Equal(events.Length - 1, events[^1].Position - events[0].Position);
        }
        foreach (var stream in log.GroupBy(recorded => recorded.Stream))
        {
            Assert.Equal(
                Enumerable.Range(1, stream.Count()).Select(number => (long)number), stream.Select(one => one.Version));
        }
    }
}
