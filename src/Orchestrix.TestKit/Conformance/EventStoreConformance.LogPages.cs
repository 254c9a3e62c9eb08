using Orchestrix.Events;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <content>Reading the log in pages through a filter: G6.</content>
public abstract partial class EventStoreConformance
{
    /// <summary>Whoever reads an empty log stays where he is, and misses nothing that comes later.</summary>
    [Fact]
    public async Task A_page_of_an_empty_log_goes_nowhere()
    {
        var store = await CreateStoreAsync();
        foreach (var filter in new[] { LogFilter.Everything, new(["mixed.0"]), new(partition: 1, partitions: 2) })
        {
            var page = await store.ReadLogPageAsync(0, 10, filter);

            Assert.Equal((0, 0L), (page.Events.Count, page.ScannedTo));
        }
    }

    /// <summary>A store that filters gives what a reader who filters for himself would get.</summary>
    [Fact]
    public async Task Pages_through_a_filter_hold_what_the_filter_wants_and_nothing_else()
    {
        var store = await CreateStoreAsync();
        await AppendMixedAsync(store, streams: 40, commits: 120);
        var log = await store.ReadLogAsync(0).ToListAsync();
        LogFilter[] filters =
        [
            LogFilter.Everything,
            new(eventTypes: ["mixed.0"]),
            new(eventTypes: ["mixed.1", "mixed.2", "mixed.unknown"]),
            new(eventTypes: ["mixed.unknown"]),
            new(streamPrefix: "even/"),
            new(streamPrefix: "even/ü%_\\"),
            new(streamPrefix: "nobody/"),
            new(["mixed.0", "mixed.1"], "odd/"),
            new(tenant: "acme"),
            new(tenant: "acm"),
            new(["mixed.0"], "even/", 1, 2, "acme"),
            .. Enumerable.Range(0, 5).Select(partition => new LogFilter(partition: partition, partitions: 5)),
            new(["mixed.2"], "even/", 1, 2),
        ];
        foreach (var filter in filters)
        {
            foreach (var pageSize in new[] { 1, 7, 1000 })
            {
                foreach (var after in new[] { 0L, 1, log.Count / 2, log.Count - 1, log.Count, log.Count + 5 })
                {
                    var expected = log.Where(one => one.Position > after && filter.Matches(one));
                    Assert.Equal(
                        expected.Select(one => one.EventId), await PagesAsync(store, after, pageSize, filter));
                }
            }
        }
    }

    /// <summary>Each event is in exactly one partition.</summary>
    [Fact]
    public async Task The_partitions_of_a_log_are_the_log()
    {
        const int Partitions = 7;
        var store = await CreateStoreAsync();
        await AppendMixedAsync(store, streams: 60, commits: 60);
        var parts = new List<Guid>();
        for (var partition = 0; partition < Partitions; partition++)
            parts.AddRange(await PagesAsync(store, 0, 10, new LogFilter(partition: partition, partitions: Partitions)));

        Assert.Equal(
            await store.ReadLogAsync(0).Select(one => one.EventId).OrderBy(id => id).ToListAsync(),
            parts.Order());
    }

    /// <summary>Nonsense is refused before the store is asked.</summary>
    [Fact]
    public async Task A_page_after_a_negative_position_or_of_no_events_is_refused()
    {
        var store = await CreateStoreAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => store.ReadLogPageAsync(-1, 1, LogFilter.Everything));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => store.ReadLogPageAsync(0, 0, LogFilter.Everything));
    }

    private static async Task<List<Guid>> PagesAsync(IEventStore store, long after, int pageSize, LogFilter filter)
    {
        var events = new List<Guid>();
        while (true)
        {
            var page = await store.ReadLogPageAsync(after, pageSize, filter);
            Assert.InRange(page.Events.Count, 0, pageSize);
            Assert.All(page.Events, one => Assert.InRange(one.Position, after + 1, page.ScannedTo));
            events.AddRange(page.Events.Select(one => one.EventId));
            if (page.ScannedTo == after)
                return events;
            after = page.ScannedTo;
        }
    }

    private static async Task AppendMixedAsync(IEventStore store, int streams, int commits)
    {
        for (var number = 0; number < commits; number++)
        {
            var key = number % streams;
            var stream = StreamId.For(key % 2 == 0 ? "even" : "odd", (key % 4, key % 5) switch
            {
                (0, _) => $"ü%_\\{key}",
                (_, 0) => $"acme~{key}",
                (_, 1) => $"acme/x~{key}",
                (_, 2) => $"acmes~{key}",
                _ => $"key-{key}",
            });
            var commit = Samples.Commit(stream, ExpectedVersion.Any, events: 1 + number % 3);
            await store.AppendAsync(commit with
            {
                Events = [.. commit.Events.Select((data, index) =>
                    data with { EventType = $"mixed.{(number + index) % 3}" })],
            });
        }
    }
}
