using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Sagas;
using Orchestrix.Serialization;

namespace Orchestrix.Tests.Sagas;

/// <summary>What the log makes of the index, and how little it writes.</summary>
public sealed class SagaIndexFoldTests
{
    private static readonly StreamId Saga = StreamId.Parse("order/1");
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly EventSerializer Serializer =
        new(new EventTypeRegistryBuilder().AddEvents(SagaEventsJson.Default).Build());

    private readonly InMemoryEventStore _store = new();
    private readonly SagaIndexFold _fold = new(EventJson.CreateOptions([]));

    [Fact]
    public async Task A_saga_that_begins_and_ends_within_a_part_leaves_nothing_to_write()
    {
        await AppendAsync(Started(), Intended(SagaStatus.Running));
        await AppendAsync(new SagaCompleted { Outlook = new SagaOutlook(SagaStatus.Completed) });

        Assert.Empty(await FoldAsync());
    }

    [Fact]
    public async Task A_saga_that_ends_in_a_later_part_is_one_row_and_its_removal()
    {
        await AppendAsync(Started(), Intended(SagaStatus.Running));
        var row = Assert.Single(await FoldAsync());
        Assert.Equal((SagaStatus.Running, Noon), (row.Saga.Status, row.Saga.DueAt!.Value));

        await AppendAsync(new SagaCompleted { Outlook = new SagaOutlook(SagaStatus.Completed) });
        Assert.True(Assert.Single(await FoldAsync(after: 2)).IsEnd);
    }

    [Fact]
    public async Task A_saga_that_is_parked_brings_its_letter_once()
    {
        await AppendAsync(Started(), new SagaParked("saga.step-failed", "It broke.", "pay")
        {
            Outlook = new SagaOutlook(SagaStatus.Parked, null, "saga.step-failed", "pay", Noon, 4),
        });
        var parked = Assert.Single(await FoldAsync());
        Assert.Equal(new SagaLetter("It broke.", 4, "c-1"), parked.Letter);
        Assert.Equal(("pay", Noon), (parked.Saga.ParkedAt, parked.Saga.ParkedSince!.Value));

        await AppendAsync(new SagaMessageReceived("m", "hurry")
        {
            Outlook = new SagaOutlook(SagaStatus.Parked, null, "saga.step-failed", "pay", Noon, 4),
        });
        Assert.Null(Assert.Single(await FoldAsync(after: 2)).Letter);
    }

    [Fact]
    public async Task A_part_that_ends_within_a_commit_leaves_the_rest_to_the_next()
    {
        await AppendAsync(Started(), Intended(SagaStatus.Running));
        var events = await _store.ReadLogAsync(0).ToListAsync();

        _fold.Add(events[..1]);
        Assert.Empty(_fold.Changes());
        _fold.Clear();
        _fold.Add(events[1..]);
        Assert.Equal(SagaStatus.Running, Assert.Single(_fold.Changes()).Saga.Status);
    }

    [Fact]
    public async Task Events_of_others_are_passed_over()
    {
        await _store.AppendAsync([new Commit
        {
            Stream = StreamId.Parse("order/2"),
            ExpectedVersion = ExpectedVersion.NoStream,
            CommitId = Guid.NewGuid(),
            Events =
            [
                new EventData(Guid.NewGuid(), "order.placed", 1, """{"outlook":{"status":"Running"}}"""u8.ToArray()),
            ],
        }]);

        Assert.Empty(await FoldAsync());
    }

    private static SagaStarted Started() => new(1, System.Text.Json.JsonElement.Parse("{}"));

    private static SagaStepIntended Intended(SagaStatus status) =>
        new("pay", 1) { Outlook = new SagaOutlook(status, Noon) };

    private async Task AppendAsync(params SagaEvent[] events) => await _store.AppendAsync([new Commit
    {
        Stream = Saga,
        ExpectedVersion = ExpectedVersion.Any,
        CommitId = Guid.NewGuid(),
        Events = [.. events.Select(Serializer.Serialize)],
        Metadata = EventMetadata.None with { CorrelationId = "c-1" },
    }]);

    private async Task<IReadOnlyList<SagaChange>> FoldAsync(long after = 0)
    {
        _fold.Clear();
        _fold.Add(await _store.ReadLogAsync(after).ToListAsync());
        return _fold.Changes();
    }
}
