using Orchestrix.Events;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <content>Reading streams and the log in pages: G6.</content>
public abstract partial class EventStoreConformance
{
    /// <summary>Every window in both directions equals that of a list.</summary>
    [Fact]
    public async Task Every_window_of_a_stream_reads_as_the_window_of_a_list()
    {
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        await store.AppendAsync(Samples.Commit(Samples.NewStream(), ExpectedVersion.Any, events: 4));
        await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Any, events: 7));
        long[] versions = [1, 2, 3, 4, 5, 6, 7];

        for (var from = 1L; from <= 9; from++)
        {
            for (var count = 0L; count <= 8; count++)
            {
                Assert.Equal(
                    versions.Where(version => version >= from).Take((int)count),
                    await VersionsAsync(store, stream, StreamRead.Forwards(from, count)));
                Assert.Equal(
                    versions.Reverse().Where(version => version <= from).Take((int)count),
                    await VersionsAsync(store, stream, StreamRead.BackwardsFrom(from, count)));
            }
        }
        Assert.Equal(versions.Reverse(), await VersionsAsync(store, stream, StreamRead.BackwardsFrom()));
    }

    /// <summary>A long stream crosses many pages.</summary>
    [Fact]
    public async Task A_stream_longer_than_a_page_is_read_whole_in_both_directions()
    {
        const int Commits = 3;
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        for (var number = 0; number < Commits; number++)
            await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Any, EventStoreLimits.MaxEventsPerCommit));
        var expected = Enumerable.Range(1, Commits * EventStoreLimits.MaxEventsPerCommit)
            .Select(number => (long)number).ToArray();

        Assert.Equal(expected, await VersionsAsync(store, stream, StreamRead.Forwards()));
        Assert.Equal(expected.Reverse(), await VersionsAsync(store, stream, StreamRead.BackwardsFrom()));
        Assert.Equal(expected, await store.ReadLogAsync(0).Select(recorded => recorded.Position).ToListAsync());
    }

    /// <summary>Readers that come together do not get each other's events.</summary>
    [Fact]
    public async Task Streams_that_are_read_at_the_same_time_are_each_read_whole()
    {
        var store = await CreateStoreAsync();
        int[] lengths = [0, 1, 2, 31, 32, 33, 64, 100, 600];
        var streams = new List<(StreamId Stream, int Length)>();
        foreach (var length in Enumerable.Repeat(lengths, 30).SelectMany(each => each))
        {
            var stream = Samples.NewStream();
            streams.Add((stream, length));
            if (length > 0)
                await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.NoStream, length));
        }
        foreach (var (from, count) in new[] { (1L, long.MaxValue), (2L, long.MaxValue), (1L, 40L), (30L, 3L) })
        {
            var reads = await Task.WhenAll(streams.Select(async each =>
                await store.ReadStreamAsync(each.Stream, StreamRead.Forwards(from, count)).ToListAsync()));

            foreach (var ((stream, length), read) in streams.Zip(reads))
            {
                Assert.All(read, recorded => Assert.Equal(stream, recorded.Stream));
                Assert.Equal(
                    Enumerable.Range(1, length).Select(version => (long)version)
                        .Where(version => version >= from).Take((int)Math.Min(count, int.MaxValue)),
                    read.Select(recorded => recorded.Version));
            }
        }
    }

    /// <summary>The log is read from any position.</summary>
    [Fact]
    public async Task The_log_is_read_after_a_position_up_to_a_count()
    {
        var store = await CreateStoreAsync();
        for (var number = 0; number < 4; number++)
            await store.AppendAsync(Samples.Commit(Samples.NewStream(), ExpectedVersion.Any, events: 3));

        Assert.Equal([6L, 7, 8], await store.ReadLogAsync(5, 3).Select(recorded => recorded.Position).ToListAsync());
        Assert.Equal([12L], await store.ReadLogAsync(11).Select(recorded => recorded.Position).ToListAsync());
        Assert.Empty(await store.ReadLogAsync(12).ToListAsync());
        Assert.Empty(await store.ReadLogAsync(1000).ToListAsync());
        Assert.Empty(await store.ReadLogAsync(0, 0).ToListAsync());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.ReadLogAsync(-1).ToListAsync());
    }

    /// <summary>A reader that follows the head while others write misses nothing.</summary>
    [Fact]
    public async Task A_reader_that_follows_racing_writers_misses_nothing()
    {
        const int Writers = 8;
        const int Commits = 25;
        var store = await CreateStoreAsync();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var stream = Samples.NewStream();
            for (var number = 0; number < Commits; number++)
                await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Any, events: 1 + number % 3));
        })));
        var seen = new List<long>();
        var isOver = false;
        while (!isOver)
        {
            // Read once more after the last write, so that the end is seen too.
            isOver = writing.IsCompleted;
            await foreach (var recorded in store.ReadLogAsync(seen.Count == 0 ? 0 : seen[^1]))
                seen.Add(recorded.Position);
        }
        await writing;

        Assert.Equal(await store.ReadHeadAsync(), seen.Count);
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(number => (long)number), seen);
    }

    private static async Task<List<long>> VersionsAsync(IEventStore store, StreamId stream, StreamRead read) =>
        await store.ReadStreamAsync(stream, read).Select(recorded => recorded.Version).ToListAsync();
}
