using System.Text;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Inspection;
using Orchestrix.TestKit.Faults;

namespace Orchestrix.Tests.Inspection;

public sealed class LogSearchTests
{
    private readonly InMemoryEventStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_of_everything_go_back_to_the_first_event_and_miss_none()
    {
        await AppendAsync(2_503, static _ => { });

        var (seen, before, pages) = (new List<long>(), (long?)null, 0);
        do
        {
            var page = await SearchAsync(new LogSearch { Before = before, MaxCount = 500 });
            seen.AddRange(page.Events.Select(one => one.Position));
            Assert.Equal(2_503, page.Head);
            (before, pages) = (page.NextBefore, pages + 1);
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(1, 2_503).Reverse().Select(one => (long)one), seen);
        Assert.Equal(6, pages);
    }

    [Fact]
    public async Task Every_part_of_a_search_must_match()
    {
        await AppendAsync(2_400, static _ => { });
        await AppendAsync(1, static one => (one.Correlation, one.Command, one.Actor) = ("c", "k", "ada"));
        await AppendAsync(1, static one => (one.Correlation, one.Command, one.Actor) = ("c", "k2", "bob"));
        await AppendAsync(2_400, static _ => { });

        Assert.Equal([2_402, 2_401], await PositionsAsync(new LogSearch { CorrelationId = "c" }));
        Assert.Equal([2_401], await PositionsAsync(new LogSearch { CorrelationId = "c", CommandId = "k" }));
        Assert.Equal([2_402], await PositionsAsync(new LogSearch { Actor = "bob" }));
        Assert.Equal([2_401], await PositionsAsync(new LogSearch { CorrelationId = "c", Before = 2_402 }));
        Assert.Equal([2_402], await PositionsAsync(new LogSearch { CorrelationId = "c", MaxCount = 1 }));
        Assert.Equal([3], await PositionsAsync(new LogSearch { StreamPrefix = "account/3", Before = 4 }));
        Assert.Empty(await PositionsAsync(new LogSearch { CorrelationId = "c", EventTypes = ["no.such"] }));
    }

    [Fact]
    public async Task A_search_ends_after_so_many_positions_and_says_where()
    {
        await AppendAsync(1, static one => one.Actor = "ada");
        await AppendAsync(LogSearch.MaxPositions, static _ => { });

        var first = await SearchAsync(new LogSearch { Actor = "ada" });
        var second = await SearchAsync(new LogSearch { Actor = "ada", Before = first.NextBefore });

        Assert.Empty(first.Events);
        Assert.Equal(2, first.NextBefore);
        Assert.Equal(1, Assert.Single(second.Events).Position);
        Assert.Null(second.NextBefore);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(400, true)]
    [InlineData(1_000, true)]
    public async Task An_answer_is_bounded_in_bytes_and_the_next_one_goes_on(int kilobytes, bool isSelective)
    {
        await AppendAsync(7, one => (one.Actor, one.Kilobytes) = ("ada", kilobytes));

        var (seen, before) = (new List<long>(), (long?)null);
        do
        {
            var page = await SearchAsync(new LogSearch { Before = before, Actor = isSelective ? "ada" : null });
            Assert.InRange(page.Events.Sum(one => (long)one.Json.Length), 1, LogSearch.MaxBytes);
            seen.AddRange(page.Events.Select(one => one.Position));
            before = page.NextBefore;
        }
        while (before is not null);

        Assert.Equal([7, 6, 5, 4, 3, 2, 1], seen);
    }

    [Fact]
    public async Task An_empty_log_and_a_position_beyond_the_end_are_no_errors()
    {
        Assert.Equal((0, 0L, (long?)null), Shape(await SearchAsync(new LogSearch())));
        await AppendAsync(1, static _ => { });
        Assert.Equal((1, 1L, (long?)null), Shape(await SearchAsync(new LogSearch { Before = 99 })));
        Assert.Equal((0, 1L, (long?)null), Shape(await SearchAsync(new LogSearch { Before = 1 })));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(LogSearch.MaxEvents + 1, null)]
    [InlineData(1, 0L)]
    public async Task A_search_out_of_range_is_refused(int count, long? before) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => SearchAsync(new LogSearch { MaxCount = count, Before = before }));

    [Fact]
    public async Task What_is_rare_is_looked_for_by_long_stretches()
    {
        await AppendAsync(LogSearch.MaxPositions, static _ => { });
        var store = new CountingStore(_store);

        var page = await LogSearcher.SearchAsync(
            store, new LogSearch { StreamPrefix = "order/" }, tenant: null, Cancellation);

        Assert.Empty(page.Events);
        // A store looks through its own window for each, however short the stretch: 1,000, then 10,000 at a time.
        Assert.Equal(3, store.Reads);
    }

    private static (int, long, long?) Shape(LogSearchPage page) => (page.Events.Count, page.Head, page.NextBefore);

    private Task<LogSearchPage> SearchAsync(LogSearch search) =>
        LogSearcher.SearchAsync(_store, search, tenant: null, Cancellation);

    private async Task<IEnumerable<long>> PositionsAsync(LogSearch search) =>
        (await SearchAsync(search)).Events.Select(one => one.Position);

    private async Task AppendAsync(int count, Action<Sample> shape)
    {
        var sample = new Sample();
        shape(sample);
        var json = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', sample.Kilobytes * 1024)}}"}""");
        var first = await _store.ReadHeadAsync(Cancellation);
        foreach (var numbers in Enumerable.Range(1, count).Chunk(EventStoreLimits.MaxCommitsPerBatch))
        {
            await _store.AppendAsync(
                [.. numbers.Select(number => new Commit
                {
                    Stream = StreamId.For("account", $"{first + number}"),
                    ExpectedVersion = ExpectedVersion.NoStream,
                    CommitId = Guid.NewGuid(),
                    CommandId = sample.Command,
                    Metadata = new EventMetadata { CorrelationId = sample.Correlation, Actor = sample.Actor },
                    Events = [new EventData(Guid.NewGuid(), "account.opened", 1, json)],
                })], Cancellation);
        }
    }

    private sealed class Sample
    {
        public string? Correlation { get; set; }

        public string? Command { get; set; }

        public string? Actor { get; set; }

        public int Kilobytes { get; set; }
    }

    private sealed class CountingStore(IEventStore inner) : PassThroughEventStore(inner)
    {
        public int Reads { get; private set; }

        public override Task<LogPage> ReadLogPageAsync(
            long afterPosition, int maxCount, LogFilter filter, CancellationToken cancellationToken = default)
        {
            Reads++;
            return base.ReadLogPageAsync(afterPosition, maxCount, filter, cancellationToken);
        }
    }
}
