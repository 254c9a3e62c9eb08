using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.InMemory;
using Orchestrix.Subscriptions;
using Orchestrix.Tests.Support;

namespace Orchestrix.Tests.Feed;

/// <summary>One reader of the log for many: complete, in order, from memory where possible.</summary>
public sealed class FeedTests : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly PagesStore _store = new(new InMemoryEventStore());
    private readonly LogHead _head = new() { HearsOthers = true };
    private readonly List<LogFeed> _feeds = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var feed in _feeds)
            await feed.DisposeAsync();
    }

    [Theory]
    [InlineData(16, 1)]
    [InlineData(16, 7)]
    [InlineData(64, 1000)]
    [InlineData(4096, 50)]
    public async Task Every_reader_sees_the_log_whatever_the_buffer_and_the_page(int buffer, int page)
    {
        const int Commits = 400;
        var feed = Create(buffer);
        LogFilter[] filters =
            [LogFilter.Everything, new(streamPrefix: "a/"), new(["feed.1"]), new(partition: 1, partitions: 3)];
        await AppendAsync(Commits / 4);
        var writing = Task.Run(async () =>
        {
            for (var left = Commits * 3 / 4; left > 0; left--)
            {
                await AppendAsync(1);
                if (Random.Shared.Next(4) == 0)
                    await Task.Yield();
            }
        });
        var readers = filters.SelectMany(filter => Enumerable.Range(0, 3).Select(_ => filter)).Select(filter =>
            Task.Run(() => ReadAsync(feed, filter, from: 0, until: Commits, page))).ToArray();
        await writing;
        var read = await Task.WhenAll(readers);

        var log = await _store.ReadLogAsync(0).ToListAsync();
        for (var reader = 0; reader < read.Length; reader++)
        {
            Assert.Equal(
                log.Where(filters[reader / 3].Matches).Select(one => one.Position),
                read[reader].Select(one => one.Position));
        }
    }

    [Fact]
    public async Task Readers_at_the_end_of_the_log_cost_the_store_no_more_than_one()
    {
        const int Readers = 20;
        const int Appends = 25;
        var feed = Create();
        var cursors = Enumerable.Range(0, Readers).Select(_ => feed.Open(LogFilter.Everything)).ToArray();
        await UntilAsync(() => Task.FromResult(_store.Reads > 0));
        for (var number = 0L; number < Appends; number++)
        {
            var waiting = cursors.Select(each => each.ReadAsync(number, 10, Long, default)).ToArray();
            await AppendAsync(1);
            Assert.All(await Task.WhenAll(waiting), page => Assert.Equal(number + 1, page.ScannedTo));
        }

        // One page for each event, and the first look.
        Assert.InRange(_store.Reads, Appends, Appends + 1);
    }

    [Fact]
    public async Task Events_that_come_close_together_are_read_together()
    {
        var interval = TimeSpan.FromMilliseconds(4);
        var feed = Create(minReadInterval: interval);
        using var cursor = feed.Open(LogFilter.Everything);
        await UntilAsync(() => Task.FromResult(_store.Reads > 0));
        var waiting = cursor.ReadAsync(0, 10, Long, default);
        for (var number = 0; number < 5; number++)
        {
            await AppendAsync(1);
            await Task.Yield();
        }
        Assert.Equal(1, _store.Reads);

        await UntilAsync(() =>
        {
            _time.Advance(interval);
            return Task.FromResult(waiting.IsCompleted);
        });

        Assert.Equal(5, (await waiting).Events.Count);
        Assert.Equal(2, _store.Reads);
    }

    [Fact]
    public async Task Nothing_is_read_while_nobody_has_a_cursor()
    {
        var feed = Create();
        var cursor = feed.Open(LogFilter.Everything);
        await AppendAsync(1);
        Assert.Equal(1, (await cursor.ReadAsync(0, 10, Long, default)).ScannedTo);
        cursor.Dispose();
        // The reader rests when it looks the next time.
        await AppendAsync(1);
        await UntilAsync(async () =>
        {
            var before = _store.Reads;
            await AppendAsync(1);
            return _store.Reads == before;
        });

        var again = feed.Open(LogFilter.Everything);
        var head = await _store.ReadHeadAsync();
        Assert.Equal(head, (await ReadAsync(feed, LogFilter.Everything, 0, (int)head, 10))[^1].Position);
        again.Dispose();
    }

    [Fact]
    public async Task Waiting_at_the_end_of_the_log_ends_with_an_empty_page()
    {
        var feed = Create();
        using var cursor = feed.Open(LogFilter.Everything);
        var waiting = cursor.ReadAsync(0, 10, TimeSpan.FromSeconds(3), default);
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(waiting.IsCompleted);
        });

        var page = await waiting;
        Assert.Empty(page.Events);
        Assert.Equal(0, page.ScannedTo);
    }

    [Fact]
    public async Task Events_that_were_not_heard_of_are_found_by_polling()
    {
        var feed = Create();
        using var cursor = feed.Open(LogFilter.Everything);
        var waiting = cursor.ReadAsync(0, 10, Long, default);
        await UntilAsync(() => Task.FromResult(_store.Reads > 0));
        await _store.AppendAsync([NewCommit()]);
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            return Task.FromResult(waiting.IsCompleted);
        });

        Assert.Equal(1, (await waiting).ScannedTo);
    }

    [Fact]
    public async Task Nothing_is_served_beyond_a_gap()
    {
        var feed = Create();
        using var cursor = feed.Open(LogFilter.Everything);
        await AppendAsync(1);
        Assert.Equal(1, (await cursor.ReadAsync(0, 10, Long, default)).ScannedTo);
        _store.Missing = 3;
        await AppendAsync(4);
        Assert.Equal(2, (await cursor.ReadAsync(1, 10, Long, default)).ScannedTo);
        var beyond = cursor.ReadAsync(2, 10, Long, default);
        await UntilAsync(() => Task.FromResult(beyond.IsCompleted), advance: true);

        Assert.Equal(2, (await beyond).ScannedTo);
    }

    [Fact]
    public async Task An_outage_delays_readers_and_loses_nothing()
    {
        var feed = Create();
        using var cursor = feed.Open(LogFilter.Everything);
        await AppendAsync(2);
        Assert.Equal(2, (await cursor.ReadAsync(0, 10, Long, default)).ScannedTo);
        _store.IsDown = true;
        var waiting = cursor.ReadAsync(2, 10, TimeSpan.FromHours(1), default);
        await AppendAsync(3);
        await UntilAsync(() => Task.FromResult(_store.Failures >= 3), advance: true);
        Assert.False(waiting.IsCompleted);
        _store.IsDown = false;
        await UntilAsync(() => Task.FromResult(waiting.IsCompleted), advance: true);

        var page = await waiting;
        Assert.Equal([3L, 4, 5], page.Events.Select(one => one.Position));
    }

    [Fact]
    public async Task Who_is_ahead_of_the_buffer_is_not_woken_by_what_he_has()
    {
        var feed = Create();
        using var cursor = feed.Open(LogFilter.Everything);
        await AppendAsync(1);
        await UntilAsync(() => Task.FromResult(feed.Buffer.End == 1), advance: true);
        var waiting = cursor.ReadAsync(3, 10, TimeSpan.FromHours(1), default);
        for (var end = 2L; end <= 4; end++)
        {
            await AppendAsync(1);
            await UntilAsync(() => Task.FromResult(feed.Buffer.End == end), advance: true);
        }

        Assert.Equal([4L], (await waiting).Events.Select(static one => one.Position));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task Who_reads_a_log_that_has_gone_back_is_told_however_far_it_has_grown_again(int events)
    {
        var feed = Create();
        using var cursor = feed.Open(LogFilter.Everything);
        await AppendAsync(5);
        for (long position = 0; position < 5;)
            position = (await cursor.ReadAsync(position, 10, Long, default)).ScannedTo;
        var waiting = cursor.ReadAsync(5, 10, TimeSpan.FromHours(1), default);

        var other = new InMemoryEventStore();
        for (var number = 0; number < events; number++)
            await other.AppendAsync([NewCommit()]);
        _store.Replace(other);
        await UntilAsync(() => Task.FromResult(feed.Losses > 0), advance: true);

        await Assert.ThrowsAsync<CheckpointMismatchException>(() => cursor.ReadAsync(5, 10, TimeSpan.Zero, default));
        _time.Advance(TimeSpan.FromHours(2));
        await Assert.ThrowsAsync<CheckpointMismatchException>(() => waiting);
        // Another cursor reads the log as it is now, and goes on with it.
        using var again = feed.Open(LogFilter.Everything);
        Assert.Equal(events, (await again.ReadAsync(0, 10, Long, default)).ScannedTo);
        await AppendAsync(1);
        await UntilAsync(() => Task.FromResult(feed.Buffer.End == events + 1), advance: true);
        var next = await again.ReadAsync(events, 10, Long, default);
        Assert.Equal([events + 1L], next.Events.Select(one => one.Position));
        Assert.Equal(1, feed.Losses);
    }

    private LogFeed Create(int bufferEvents = 1024, TimeSpan minReadInterval = default)
    {
        var options = new FeedOptions
        {
            BufferEvents = bufferEvents,
            PageSize = 10,
            MinReadInterval = minReadInterval,
            MaxReadInterval = minReadInterval,
        };
        var feed = new LogFeed(_store, _head, Options.Create(options), _time, NullLogger<LogFeed>.Instance);
        _feeds.Add(feed);
        return feed;
    }

    private async Task AppendAsync(int commits)
    {
        for (; commits > 0; commits--)
        {
            var result = await _store.AppendAsync([NewCommit()]);
            _head.Advance(result[0].LastPosition);
        }
    }

    private static Commit NewCommit() => new()
    {
        Stream = StreamId.For(Random.Shared.Next(2) == 0 ? "a" : "b", $"{Random.Shared.Next(20)}"),
        ExpectedVersion = ExpectedVersion.Any,
        CommitId = Guid.CreateVersion7(),
        Events = [new EventData(Guid.CreateVersion7(), $"feed.{Random.Shared.Next(3)}", 1, "{}"u8.ToArray())],
    };

    private static async Task<List<RecordedEvent>> ReadAsync(
        LogFeed feed, LogFilter filter, long from, int until, int page)
    {
        using var cursor = feed.Open(filter);
        var events = new List<RecordedEvent>();
        for (var position = from; position < until;)
        {
            var next = await cursor.ReadAsync(position, page, Long, default);
            Assert.All(next.Events, one => Assert.InRange(one.Position, position + 1, next.ScannedTo));
            events.AddRange(next.Events);
            position = next.ScannedTo;
        }
        return events;
    }

    private Task UntilAsync(Func<Task<bool>> condition, bool advance = false) => WaitFor.TrueAsync(() =>
    {
        if (advance)
            _time.Advance(TimeSpan.FromSeconds(1));
        return condition();
    });
}
