using System.Text.Json;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <content>The dead letters of parked sagas.</content>
public abstract partial class SagaIndexConformance
{
    /// <summary>A person finds it beside all else that was given up on.</summary>
    [Fact]
    public async Task A_parked_saga_has_an_open_letter_that_tells_what_it_was_started_with()
    {
        await BeginAsync();
        await AppendAsync("order/1", """{"data":{"amount":12.50}}""");
        await ApplyAsync(Parked("order/1", attempts: 4));

        var letter = Assert.Single(await LettersAsync());
        var details = await _letters.FindAsync(letter.Id);

        Assert.Equal(
            (DeadLetterKind.Saga, "order", "order/1", DeadLetterState.Open, "saga.step-failed", "It broke.", 4),
            (letter.Kind, letter.Source, letter.Item, letter.State, letter.Reason, letter.Error, letter.Attempts));
        Assert.Equal(("order/1", 1L, "c-1", Noon),
            (letter.Stream?.Value, letter.Version, letter.CorrelationId, letter.FirstFailedAt));
        var amount = JsonElement.Parse(details!.Payload!).GetProperty("data").GetProperty("amount");
        Assert.Equal(12.50m, amount.GetDecimal());
    }

    /// <summary>What has gone on, by whatever act, needs nobody.</summary>
    [Theory]
    [InlineData(SagaStatus.Running)]
    [InlineData(SagaStatus.Compensating)]
    [InlineData(SagaStatus.Completed)]
    [InlineData(SagaStatus.Compensated)]
    public async Task The_letter_is_resolved_when_the_saga_goes_on(SagaStatus status)
    {
        await BeginAsync();
        await ApplyAsync(Parked("order/1"), Parked("order/2"));

        await ApplyAsync(Ended("order/1", status));

        var letters = (await LettersAsync()).ToDictionary(static letter => letter.Item, static letter => letter.State);
        Assert.Equal(DeadLetterState.Replayed, letters["order/1"]);
        Assert.Equal(DeadLetterState.Open, letters["order/2"]);
    }

    /// <summary>A message to a parked saga changes nothing about it.</summary>
    [Fact]
    public async Task A_letter_stays_as_it_is_while_its_saga_stays_parked()
    {
        await BeginAsync();
        await ApplyAsync(Parked("order/1"));
        var id = Assert.Single(await LettersAsync()).Id;
        await _letters.DecideAsync(id, DeadLetterActKind.Discard, new DeadLetterDecision("ann", "done by hand"));

        await ApplyAsync(Parked("order/1") with { Letter = null });

        Assert.Equal(DeadLetterState.Discarded, Assert.Single(await LettersAsync()).State);
    }

    /// <summary>One letter for one saga, however often it is parked; the saga counts its attempts.</summary>
    [Fact]
    public async Task A_saga_that_is_parked_again_opens_its_letter_again()
    {
        await BeginAsync();
        await ApplyAsync(Parked("order/1", attempts: 2));
        await ApplyAsync(Running("order/1", Noon, Noon));

        await ApplyAsync(Parked("order/1", attempts: 5));

        var letter = Assert.Single(await LettersAsync());
        Assert.Equal((DeadLetterState.Open, 5), (letter.State, letter.Attempts));
    }

    /// <summary>What its own stream cannot say is said here, and taken back by whatever the saga does next.</summary>
    [Fact]
    public async Task A_saga_that_cannot_be_loaded_stands_as_parked_until_it_goes_on()
    {
        await BeginAsync();
        await AppendAsync("order/1", """{"data":{"amount":12.50}}""");
        await ApplyAsync(Running("order/1", Noon, Noon), Running("order/2", Noon, Noon));
        var due = new DueSaga(StreamId.Parse("order/1"), Noon);
        var letter = new SagaLetter("It is of another world.", 3, null);

        Assert.True(await _index.ReportAsync(due, Noon.AddMinutes(1), letter));
        var id = Assert.Single(await LettersAsync()).Id;
        await _letters.DecideAsync(id, DeadLetterActKind.Replay, new DeadLetterDecision("ann", "mended"));
        Assert.False(await _index.ReportAsync(due, Noon.AddMinutes(2), letter));

        var parked = Assert.Single((await _index.ListAsync(new SagaFilter { Status = SagaStatus.Parked })).Sagas);
        Assert.Equal(("order/1", SagaRefusals.CannotBeLoaded, Noon.AddMinutes(1), Noon),
            (parked.Saga.Value, parked.ReasonCode, parked.ParkedSince, parked.DueAt));
        Assert.Equal(1, (await _index.CountAsync()).Single(static each => each.Status == SagaStatus.Parked).Count);
        var found = await _index.FindDueAsync(SagaBucket.Of(due.Saga), Noon, null, 10);
        Assert.Contains(due, found);
        var opened = Assert.Single(await LettersAsync());
        Assert.Equal((SagaRefusals.CannotBeLoaded, "It is of another world.", 3, DeadLetterState.ReplayRequested, 1L),
            (opened.Reason, opened.Error, opened.Attempts, opened.State, opened.Version));

        await ApplyAsync(Running("order/1", Noon, Noon.AddHours(1)));
        Assert.Equal(DeadLetterState.Replayed, Assert.Single(await LettersAsync()).State);
        Assert.Empty((await _index.ListAsync(new SagaFilter { Status = SagaStatus.Parked })).Sagas);
    }

    /// <summary>Who says it late says nothing.</summary>
    [Fact]
    public async Task A_saga_that_has_gone_on_since_is_not_reported()
    {
        await BeginAsync();
        await ApplyAsync(Running("order/1", Noon, Noon.AddSeconds(1)));
        var letter = new SagaLetter("It is of another world.", 3, null);

        Assert.False(await _index.ReportAsync(new DueSaga(StreamId.Parse("order/1"), Noon), Noon, letter));
        Assert.False(await _index.ReportAsync(new DueSaga(StreamId.Parse("order/2"), Noon), Noon, letter));

        Assert.Empty(await LettersAsync());
        Assert.Equal(SagaStatus.Running, Assert.Single((await _index.ListAsync(SagaFilter.Everything)).Sagas).Status);
    }

    private static SagaChange Running(string saga, DateTimeOffset begunAt, DateTimeOffset? due) => new(new SagaSummary
    {
        Saga = StreamId.Parse(saga),
        Status = SagaStatus.Running,
        BegunAt = begunAt,
        DueAt = due,
    });

    private static SagaChange Ended(string saga, SagaStatus status) => new(new SagaSummary
    {
        Saga = StreamId.Parse(saga),
        Status = status,
        BegunAt = Noon,
    });

    private static SagaChange Parked(string saga, int attempts = 1) => new(
        new SagaSummary
        {
            Saga = StreamId.Parse(saga),
            Status = SagaStatus.Parked,
            BegunAt = Noon,
            ReasonCode = "saga.step-failed",
            ParkedAt = "pay",
            ParkedSince = Noon,
        },
        new SagaLetter("It broke.", attempts, "c-1"));

    private async Task<ICheckpointStore> BeginAsync()
    {
        (_store, var checkpoints, _letters, _index) = await CreateAsync();
        _owned = await checkpoints.AcquireAsync(new SubscriptionPartition("sagas", 0, 1), "the suite", default);
        return checkpoints;
    }

    private async Task ApplyAsync(params SagaChange[] changes)
    {
        await AppendAsync("x/1");
        var head = await _store.ReadHeadAsync();
        await _index.ApplyAsync(_owned, head, changes);
        _owned = _owned with { Position = head };
    }

    private async Task AppendAsync(string stream, string json = "{}")
    {
        var data = new EventData(
            Guid.CreateVersion7(), "saga.started", 1, System.Text.Encoding.UTF8.GetBytes(json));
        await _store.AppendAsync([new Commit
        {
            Stream = StreamId.Parse(stream),
            ExpectedVersion = ExpectedVersion.Any,
            CommitId = Guid.CreateVersion7(),
            Events = [data],
        }]);
    }

    private async Task<IEnumerable<string>> ListAsync(SagaFilter filter) =>
        (await _index.ListAsync(filter)).Sagas.Select(static saga => saga.Saga.Value);

    private async Task<IReadOnlyList<DeadLetter>> LettersAsync() =>
        (await _letters.ListAsync(DeadLetterFilter.Everything)).Letters;

    private async Task<IEnumerable<DueSaga>> DueAsync(DateTimeOffset now) =>
        (await Task.WhenAll(Enumerable.Range(0, SagaBucket.Count)
            .Select(bucket => _index.FindDueAsync(bucket, now, null, 10)))).SelectMany(static page => page);
}
