using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <summary>
/// What every <see cref="IProjectionStore"/> keeps. Inherit it in a test project, with a store beside an empty log.
/// </summary>
public abstract partial class ProjectionConformance
{
    private readonly EventTypeRegistry _registry;
    private readonly EventSerializer _serializer;
    private IEventStore _log = null!;
    private IProjectionStore _projections = null!;
    private IDeadLetterStore _letters = null!;

    /// <summary>Knows the suite's events.</summary>
    protected ProjectionConformance()
    {
        _registry = new EventTypeRegistryBuilder()
            .AddEvent<Put>("projection.put").AddEvent<Removed>("projection.removed").AddEvent<Odd>("projection.odd")
            .Build();
        _serializer = new EventSerializer(_registry);
    }

    /// <summary>
    /// An empty log, the projections beside it with <see cref="ProjectionOptions.DecisionInterval"/> zero, and the dead
    /// letters beside both.
    /// </summary>
    protected abstract Task<(IEventStore Log, IProjectionStore Projections, IDeadLetterStore Letters)> CreateAsync(
        EventTypeRegistry registry, EventSerializer serializer);

    /// <summary>Rows are what the events add up to, and the answer says for which position.</summary>
    [Fact]
    public async Task Rows_are_what_the_events_add_up_to()
    {
        await StartAsync();
        await AppendAsync("a", new Put(3), new Put(4));
        await AppendAsync("b", new Put(5));
        var (processor, owned) = await AcquireAsync();

        await ProcessAsync(processor, owned);

        var (row, position) = await FindAsync("a");
        Assert.Equal((3L, new Sum { Key = "a", Total = 7, Count = 2 }), (position, row));
        Assert.Equal(5, (await FindAsync("b")).Row!.Total);
        Assert.Null((await FindAsync("c")).Row);
    }

    /// <summary>However the log is cut into pages, the rows are the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Pages_of_any_size_give_the_same_rows(int size)
    {
        await StartAsync();
        for (var number = 0; number < 40; number++)
            await AppendAsync($"{number % 5}", number % 11 == 10 ? new Removed() : new Put(number));
        var (processor, owned) = await AcquireAsync();

        await ProcessAsync(processor, owned, size);

        var expected = new Dictionary<string, Sum>();
        for (var number = 0; number < 40; number++)
        {
            var key = $"{number % 5}";
            if (number % 11 == 10)
                expected.Remove(key);
            else
                expected[key] = Next(expected.GetValueOrDefault(key) ?? new Sum { Key = key }, number);
        }
        var rows = await Reader().QueryAsync(new ProjectionQuery<Sum>());
        Assert.Equal(expected.Values.OrderBy(row => row.Key, StringComparer.Ordinal), rows.Result);
    }

    /// <summary>An owner goes on where the last one stopped, and applies nothing twice.</summary>
    [Fact]
    public async Task Another_owner_goes_on_at_the_checkpoint()
    {
        await StartAsync();
        await AppendAsync("a", new Put(1), new Put(2), new Put(3));
        var (first, owned) = await AcquireAsync();
        await first.ProcessAsync(owned, await PageAsync(0, 2), default);

        var (second, next) = await AcquireAsync();
        Assert.Equal(2, next.Position);
        await ProcessAsync(second, next);

        Assert.Equal(6, (await FindAsync("a")).Row!.Total);
    }

    /// <summary>Never two owners acting.</summary>
    [Fact]
    public async Task An_owner_that_was_replaced_changes_nothing()
    {
        await StartAsync();
        await AppendAsync("a", new Put(1), new Put(2));
        var (old, owned) = await AcquireAsync();
        await old.ProcessAsync(owned, await PageAsync(0, 1), default);
        var (present, next) = await AcquireAsync();

        await Assert.ThrowsAsync<SubscriptionFencedException>(() => ProcessAsync(old, owned, from: 1));
        Assert.Equal(1, (await FindAsync("a")).Row!.Total);
        await ProcessAsync(present, next);

        Assert.Equal(3, (await FindAsync("a")).Row!.Total);
    }

    /// <summary>An event that cannot be taken holds up itself and what follows, and nothing before it.</summary>
    [Fact]
    public async Task Code_that_throws_stops_before_the_event_and_names_it()
    {
        await StartAsync();
        await AppendAsync("a", new Put(1));
        await AppendAsync("b", new Put(2), new Odd("throw"), new Put(4));
        var (processor, owned) = await AcquireAsync();

        var failure = await Assert.ThrowsAsync<ProjectionFailedException>(() => ProcessAsync(processor, owned));

        Assert.Equal(("sums", StreamId.For("sum", "b"), 3L), (failure.Projection, failure.Stream, failure.Position));
        Assert.Equal((2L, new Sum { Key = "b", Total = 2, Count = 1 }), Flip(await FindAsync("b")));
        Assert.Equal(1, (await FindAsync("a")).Row!.Total);
        Assert.Equal(2, (await AcquireAsync()).Owned.Position);
    }

    /// <summary>The first of an event's rows is not changed if the second cannot be.</summary>
    [Fact]
    public async Task An_event_that_fails_half_way_changes_none_of_its_rows()
    {
        await StartAsync();
        await AppendAsync("a", new Put(1), new Odd("half"));
        var (processor, owned) = await AcquireAsync();

        await Assert.ThrowsAsync<ProjectionFailedException>(() => ProcessAsync(processor, owned));

        Assert.Equal(1, (await FindAsync("a")).Row!.Total);
    }

    /// <summary>A handler names the row first, and the row keeps its name.</summary>
    [Fact]
    public async Task A_handler_may_not_change_the_key()
    {
        await StartAsync();
        await AppendAsync("a", new Odd("rename"));
        var (processor, owned) = await AcquireAsync();

        var failure = await Assert.ThrowsAsync<ProjectionFailedException>(() => ProcessAsync(processor, owned));

        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    private static (long, Sum?) Flip((Sum? Row, long Position) found) => (found.Position, found.Row);

    private async Task StartAsync() =>
        (_log, _projections, _letters) = await CreateAsync(_registry, _serializer);

    private async Task AppendAsync(string key, params object[] events) =>
        await _log.AppendAsync([
            new Commit
            {
                Stream = StreamId.For("sum", key),
                ExpectedVersion = ExpectedVersion.Any,
                CommitId = Guid.CreateVersion7(),
                Events = [.. events.Select(_serializer.Serialize)],
            },
        ]);

    private async Task<(IPageProcessor Processor, Checkpoint Owned)> AcquireAsync()
    {
        var processor = _projections.CreateProcessor(new Sums());
        return (processor, await processor.AcquireAsync("me", default));
    }

    private Task<LogPage> PageAsync(long after, int count) =>
        _log.ReadLogPageAsync(after, count, new Sums().FilterFor(_registry));

    private async Task ProcessAsync(IPageProcessor processor, Checkpoint owned, int size = 100, long? from = null)
    {
        var position = from ?? owned.Position;
        while (true)
        {
            var page = await PageAsync(position, size);
            if (page.ScannedTo == position)
                return;
            await processor.ProcessAsync(owned, page, default);
            position = page.ScannedTo;
        }
    }

    private IProjectionReader<Sum> Reader() => _projections.CreateReader(new Sums());

    private async Task<(Sum? Row, long Position)> FindAsync(string key)
    {
        var (row, position) = await Reader().FindAsync(key);
        return (row, position);
    }
}
