using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <summary>
/// What every <see cref="ISagaIndex"/> keeps. Inherit it in a test project and give it an index beside an empty log.
/// </summary>
public abstract partial class SagaIndexConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private IEventStore _store = null!;
    private IDeadLetterStore _letters = null!;
    private ISagaIndex _index = null!;
    private Checkpoint _owned = null!;

    /// <summary>An empty log with everything beside it.</summary>
    protected abstract Task<(IEventStore Store, ICheckpointStore Checkpoints, IDeadLetterStore Letters,
        ISagaIndex Index)> CreateAsync();

    /// <summary>A row is what the log said last.</summary>
    [Fact]
    public async Task A_saga_is_listed_as_it_stood_last_and_keeps_when_it_began()
    {
        await BeginAsync();
        await ApplyAsync(Running("order/1", Noon, due: Noon.AddMinutes(1)));
        await ApplyAsync(new SagaChange(new SagaSummary
        {
            Saga = StreamId.Parse("order/1"),
            Status = SagaStatus.Compensating,
            BegunAt = Noon.AddHours(1),
            DueAt = Noon.AddMinutes(2),
            ReasonCode = "purse.empty",
        }));

        var saga = Assert.Single((await _index.ListAsync(SagaFilter.Everything)).Sagas);

        Assert.Equal("order/1", saga.Saga.Value);
        Assert.Equal((SagaStatus.Compensating, Noon, Noon.AddMinutes(2), "purse.empty"),
            (saga.Status, saga.BegunAt, saga.DueAt!.Value, saga.ReasonCode));
        Assert.Null(saga.ParkedAt);
        Assert.Null(saga.ParkedSince);
    }

    /// <summary>Nothing more happens to it, so nobody need look.</summary>
    [Theory]
    [InlineData(SagaStatus.Completed)]
    [InlineData(SagaStatus.Compensated)]
    public async Task A_saga_that_has_ended_has_no_row(SagaStatus end)
    {
        await BeginAsync();
        await ApplyAsync(Running("order/1", Noon, Noon), Running("order/2", Noon, Noon));

        await ApplyAsync(Ended("order/1", end), Ended("order/unheard-of", end));

        Assert.Equal(["order/2"], await ListAsync(SagaFilter.Everything));
        Assert.Equal(["order/2"], (await DueAsync(Noon)).Select(static due => due.Saga.Value));
    }

    /// <summary>A part of another saga that is undone after its end is back.</summary>
    [Fact]
    public async Task A_saga_that_begins_anew_after_its_end_has_a_row_again()
    {
        await BeginAsync();
        await ApplyAsync(Running("order/1", Noon, Noon));
        await ApplyAsync(Ended("order/1", SagaStatus.Completed));

        await ApplyAsync(Running("order/1", Noon.AddHours(2), Noon));

        Assert.Equal(Noon.AddHours(2), Assert.Single((await _index.ListAsync(SagaFilter.Everything)).Sagas).BegunAt);
    }

    /// <summary>What the watchdog asks.</summary>
    [Fact]
    public async Task Overdue_sagas_of_a_bucket_are_found_the_longest_overdue_first_and_in_pages()
    {
        await BeginAsync();
        var due = Enumerable.Range(0, 200).Select(number =>
            Running($"order/{number}", Noon, Noon.AddSeconds(number % 7 * -10))).ToArray();
        await ApplyAsync(
            [.. due, Running("order/later", Noon, Noon.AddSeconds(1)), Running("order/never", Noon, null)]);

        foreach (var bucket in Enumerable.Range(0, SagaBucket.Count))
        {
            var expected = due.Select(static change => new DueSaga(change.Saga.Saga, change.Saga.DueAt!.Value))
                .Where(each => SagaBucket.Of(each.Saga) == bucket)
                .OrderBy(static each => each.DueAt).ThenBy(static each => each.Saga.Value, StringComparer.Ordinal);
            var found = new List<DueSaga>();
            IReadOnlyList<DueSaga> page;
            do
            {
                page = await _index.FindDueAsync(bucket, Noon, found.LastOrDefault(), limit: 2);
                found.AddRange(page);
            }
            while (page.Count == 2);
            Assert.Equal(expected, found);
        }
    }

    /// <summary>What needs a person comes first.</summary>
    [Fact]
    public async Task The_list_has_parked_sagas_first_and_comes_in_pages()
    {
        await BeginAsync();
        await ApplyAsync(
            Running("order/1", Noon, Noon), Parked("order/9"), Running("trip/1", Noon, Noon), Parked("order/10"),
            Running("order/2", Noon, Noon) is var undone
                ? undone with { Saga = undone.Saga with { Status = SagaStatus.Compensating } } : undone);

        string[] all = ["order/10", "order/9", "order/2", "order/1", "trip/1"];
        Assert.Equal(all, await ListAsync(SagaFilter.Everything));
        var paged = new List<string>();
        SagaPlace? place = null;
        do
        {
            var page = await _index.ListAsync(SagaFilter.Everything, place, maxCount: 2);
            paged.AddRange(page.Sagas.Select(static saga => saga.Saga.Value));
            place = page.Next;
            Assert.True(place is null || SagaPlace.TryParse(place.ToString(), out _));
        }
        while (place is not null);
        Assert.Equal(all, paged);
        Assert.Equal(["order/10", "order/9"], await ListAsync(new SagaFilter { Status = SagaStatus.Parked }));
        Assert.Equal(["trip/1"], await ListAsync(new SagaFilter { SagaType = "trip" }));
        Assert.Empty(await ListAsync(new SagaFilter { SagaType = "trip", Status = SagaStatus.Parked }));
    }

    /// <summary>A tenant has the sagas whose keys begin with its name.</summary>
    [Fact]
    public async Task The_list_of_a_tenant_has_its_own_sagas()
    {
        await BeginAsync();
        await ApplyAsync(
            Running("order/acme~1", Noon, Noon), Running("order/acmes~1", Noon, Noon), Parked("trip/acme~2"),
            Running("order/x/acme~1", Noon, Noon), Running("acme~1/1", Noon, Noon), Running("order/1", Noon, Noon));

        Assert.Equal(["trip/acme~2", "order/acme~1"], await ListAsync(new SagaFilter { Tenant = "acme" }));
        Assert.Equal(["order/acme~1"], await ListAsync(new SagaFilter { Tenant = "acme", SagaType = "order" }));
        Assert.Empty(await ListAsync(new SagaFilter { Tenant = "acm" }));
    }

    /// <summary>A question that cannot be meant is refused.</summary>
    [Fact]
    public async Task An_unsound_question_is_refused()
    {
        await BeginAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => _index.ListAsync(SagaFilter.Everything, maxCount: 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => _index.ListAsync(SagaFilter.Everything, maxCount: ISagaIndex.MaxCount + 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => _index.ListAsync(new SagaFilter { Status = SagaStatus.Completed }));
    }

    /// <summary>What the metrics tell.</summary>
    [Fact]
    public async Task Sagas_are_counted_by_type_and_status()
    {
        await BeginAsync();
        await ApplyAsync(
            Running("order/1", Noon, Noon), Running("order/2", Noon, null), Parked("order/3"), Parked("trip/1"));

        var counts = (await _index.CountAsync()).ToDictionary(
            static count => (count.SagaType, count.Status), static count => count.Count);

        Assert.Equal(3, counts.Count);
        Assert.Equal(2, counts[("order", SagaStatus.Running)]);
        Assert.Equal(1, counts[("order", SagaStatus.Parked)]);
        Assert.Equal(1, counts[("trip", SagaStatus.Parked)]);
    }

    /// <summary>Exactly once, whoever repeats it.</summary>
    [Fact]
    public async Task A_part_of_the_log_is_applied_once_and_by_its_owner()
    {
        var checkpoints = await BeginAsync();
        var before = _owned;
        await ApplyAsync(Running("order/1", Noon, Noon));
        var repeated = _owned;

        await Assert.ThrowsAsync<SubscriptionFencedException>(
            () => _index.ApplyAsync(before, repeated.Position, [Ended("order/1", SagaStatus.Completed)]));
        _owned = await checkpoints.AcquireAsync(before.Partition, "another", default);
        await AppendAsync("x/1");
        await Assert.ThrowsAsync<SubscriptionFencedException>(
            () => _index.ApplyAsync(repeated, repeated.Position + 1, [Ended("order/1", SagaStatus.Completed)]));

        Assert.Equal(repeated.Position, _owned.Position);
        Assert.Equal(["order/1"], await ListAsync(SagaFilter.Everything));
    }
}
