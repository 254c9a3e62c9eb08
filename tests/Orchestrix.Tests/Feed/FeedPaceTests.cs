using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.InMemory;
using Orchestrix.Tests.Support;

namespace Orchestrix.Tests.Feed;

/// <summary>How far the reads of the log's end are apart.</summary>
public sealed class FeedPaceTests
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _time = new();
    private readonly PagesStore _store = new(new InMemoryEventStore());
    private readonly LogHead _head = new() { HearsOthers = true };

    [Theory]
    [InlineData(0, 4)]
    [InlineData(5, 4.3)]
    [InlineData(50, 7)]
    [InlineData(100, 10)]
    [InlineData(2_000, 10)]
    public void By_default_reads_are_4_to_10_ms_apart(int events, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), new FeedOptions().ReadIntervalAfter(events));

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(50, 5)]
    [InlineData(400, 10)]
    public async Task Reads_are_further_apart_the_more_events_they_bring(int events, double seconds)
    {
        var options = new FeedOptions { MinReadInterval = Shortest, MaxReadInterval = Longest };
        await using var feed = new LogFeed(
            _store, _head, Options.Create(options), _time, NullLogger<LogFeed>.Instance);
        using var cursor = feed.Open(LogFilter.Everything);
        await WaitFor.TrueAsync(() => Task.FromResult(_store.Reads == 1));
        await AppendAsync(events);
        await PassAsync(untilReads: 2);
        await AppendAsync(1);

        var passed = await PassAsync(untilReads: 3);

        // Not before; how long after depends on when the machine lets the feed look.
        Assert.InRange(passed, TimeSpan.FromSeconds(seconds) - Shortest, TimeSpan.MaxValue);
    }

    /// <summary>Lets time pass until so many reads were made; returns how much.</summary>
    private async Task<TimeSpan> PassAsync(int untilReads)
    {
        var from = _time.GetTimestamp();
        await WaitFor.TrueAsync(() =>
        {
            if (_store.Reads < untilReads)
                _time.Advance(Step);
            return Task.FromResult(_store.Reads >= untilReads);
        });
        return _time.GetElapsedTime(from);
    }

    private async Task AppendAsync(int count)
    {
        var commit = new Commit
        {
            Stream = StreamId.For("pace", "1"),
            ExpectedVersion = ExpectedVersion.Any,
            CommitId = Guid.CreateVersion7(),
            Events = [.. Enumerable.Range(0, count)
                .Select(static _ => new EventData(Guid.CreateVersion7(), "pace.made", 1, "{}"u8.ToArray()))],
        };
        _head.Advance((await _store.AppendAsync([commit]))[0].LastPosition);
    }
}
