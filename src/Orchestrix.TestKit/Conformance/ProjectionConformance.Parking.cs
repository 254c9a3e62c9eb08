using Orchestrix.DeadLetters;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <summary>Projections that park the stream of an event that cannot be taken.</summary>
public abstract partial class ProjectionConformance
{
    private static readonly DeadLetterDecision Mended = new("ann", "mended");

    /// <summary>Later events of the stream wait, others go on, and answers say so.</summary>
    [Fact]
    public async Task A_poison_event_parks_its_stream_and_others_go_on()
    {
        await StartPoisonedAsync();

        var (processor, owned) = await ParkAsync(new ParkedSums());
        await AppendAsync("a", new Put(8));
        await AppendAsync("b", new Put(32));
        await ProcessAsync(processor, owned, from: 4);

        var (rows, position) = await ParkedRowsAsync();
        Assert.Equal((6L, 1L), (position, (await ParkedReader().FindAsync("a")).ParkedStreams));
        Assert.Equal([("a", 1L), ("b", 34L)], rows);
        var letter = await LetterAsync();
        Assert.Equal(
            (DeadLetterKind.Event, DeadLetterState.Open, "FormatException", 1, 2L, "sum/a", 2L),
            (letter.Kind, letter.State, letter.Reason, letter.Attempts, letter.Position, letter.Stream?.Value,
                letter.Version));
        Assert.Equal(owned.Partition.Subscription, letter.Source);
    }

    /// <summary>An owner that takes over knows what waits.</summary>
    [Fact]
    public async Task Another_owner_lets_the_same_streams_wait()
    {
        await StartPoisonedAsync();
        await ParkAsync(new ParkedSums());
        await AppendAsync("a", new Put(8));

        // Its code is mended, but nobody has decided.
        await ParkAsync(new ParkedSums(isMended: true));

        Assert.Equal([("a", 1L), ("b", 2L)], (await ParkedRowsAsync()).Rows);
    }

    /// <summary>What waits is applied in order and once, after a person has asked for it.</summary>
    [Fact]
    public async Task A_replay_applies_the_event_and_all_that_waits_behind_it()
    {
        await StartPoisonedAsync();
        await ParkAsync(new ParkedSums());
        await AppendAsync("a", new Put(8));
        await DecideAsync(DeadLetterActKind.Replay);

        var (processor, owned) = await ParkAsync(new ParkedSums(isMended: true));
        await processor.IdleAsync(owned, default);
        await AppendAsync("a", new Put(16));
        await ProcessAsync(processor, owned, from: 5);

        Assert.Equal([("a", 1 + 100 + 4 + 8 + 16L), ("b", 2L)], (await ParkedRowsAsync()).Rows);
        Assert.Equal(0, (await ParkedReader().FindAsync("a")).ParkedStreams);
        Assert.Equal(DeadLetterState.Replayed, (await LetterAsync()).State);
    }

    /// <summary>A replay that fails again leaves everything as it was, and the letter open.</summary>
    [Fact]
    public async Task A_replay_that_fails_again_opens_the_letter_again()
    {
        await StartPoisonedAsync();
        var (processor, owned) = await ParkAsync(new ParkedSums());
        await DecideAsync(DeadLetterActKind.Replay);

        await processor.IdleAsync(owned, default);

        Assert.Equal([("a", 1L), ("b", 2L)], (await ParkedRowsAsync()).Rows);
        var letter = await LetterAsync();
        Assert.Equal((DeadLetterState.Open, 2), (letter.State, letter.Attempts));
    }

    /// <summary>What is given up is left out, and nothing else.</summary>
    [Fact]
    public async Task A_discard_leaves_out_the_one_event()
    {
        await StartPoisonedAsync();
        var (processor, owned) = await ParkAsync(new ParkedSums());
        await DecideAsync(DeadLetterActKind.Discard);

        await processor.IdleAsync(owned, default);

        Assert.Equal([("a", 5L), ("b", 2L)], (await ParkedRowsAsync()).Rows);
        Assert.Equal(DeadLetterState.Discarded, (await LetterAsync()).State);
    }

    /// <summary>A second poison event behind the first one gets a letter of its own.</summary>
    [Fact]
    public async Task A_poison_event_among_what_waits_parks_the_stream_again()
    {
        await StartPoisonedAsync();
        await AppendAsync("a", new Odd("throw"), new Put(8));
        var (processor, owned) = await ParkAsync(new ParkedSums());
        await DecideAsync(DeadLetterActKind.Discard);

        await processor.IdleAsync(owned, default);

        Assert.Equal([("a", 5L), ("b", 2L)], (await ParkedRowsAsync()).Rows);
        var letters = (await _letters.ListAsync(DeadLetterFilter.Everything)).Letters;
        Assert.Equal(
            [(5L, DeadLetterState.Open), (2L, DeadLetterState.Discarded)],
            letters.Select(one => (one.Position!.Value, one.State)));
    }

    /// <summary>Rows of other streams would be wrong while a stream waits, so the projection stands still.</summary>
    [Fact]
    public async Task A_row_of_another_stream_stops_a_projection_that_parks()
    {
        await StartAsync();
        await AppendAsync("a", new Put(1), new Removed(), new Put(2));
        var processor = _projections.CreateProcessor(new ParkedSums());
        var owned = await processor.AcquireAsync("me", default);

        var failure = await Assert.ThrowsAsync<ProjectionFailedException>(() => ProcessAsync(processor, owned));

        Assert.Equal(2, failure.Position);
        Assert.Empty((await _letters.ListAsync(DeadLetterFilter.Everything)).Letters);
        Assert.Equal([("a", 1L)], (await ParkedRowsAsync()).Rows);
    }

    private async Task StartPoisonedAsync()
    {
        await StartAsync();
        await AppendAsync("a", new Put(1), new Odd("throw"), new Put(4));
        await AppendAsync("b", new Put(2));
    }

    private async Task<(IPageProcessor Processor, Checkpoint Owned)> ParkAsync(ParkedSums projection)
    {
        var processor = _projections.CreateProcessor(projection);
        var owned = await processor.AcquireAsync("me", default);
        await ProcessAsync(processor, owned);
        return (processor, owned);
    }

    private async Task DecideAsync(DeadLetterActKind act) =>
        await _letters.DecideAsync((await LetterAsync()).Id, act, Mended);

    private async Task<DeadLetter> LetterAsync() =>
        Assert.Single((await _letters.ListAsync(DeadLetterFilter.Everything)).Letters);

    private IProjectionReader<Sum> ParkedReader() => _projections.CreateReader(new ParkedSums());

    private async Task<(IEnumerable<(string Key, long Total)> Rows, long Position)> ParkedRowsAsync()
    {
        var (rows, position) = await ParkedReader().QueryAsync(new ProjectionQuery<Sum>());
        return (rows.Select(static row => (row.Key, row.Total)), position);
    }

    internal sealed class ParkedSums : Projection<Sum>
    {
        public ParkedSums(bool isMended = false) : base("parked-sums", version: 1)
        {
            On<Put>(
                row: static e => new Sum { Key = e.Stream.Key }, apply: static (row, e) => Next(row, e.Data.Amount));
            On<Odd>(
                row: static e => new Sum { Key = e.Stream.Key },
                apply: (row, _) => isMended ? Next(row, 100) : throw new FormatException("As the test wants it."));
            On<Removed>(row: static _ => new Sum { Key = "of another stream" }, apply: static (row, _) => row);
            ParkPoison("sum");
        }
    }
}
