using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;
using Orchestrix.LogConsistency;

namespace Orchestrix.Cluster.Tests.LogConsistency;

/// <content>Conflicts, lost replies, outages and events that cannot be folded.</content>
public abstract partial class JournaledGrainTests
{
    [Fact]
    public async Task An_event_decided_on_a_stale_state_is_rejected_and_the_activation_is_replaced()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);
        var activation = await grain.Activation();
        await AppendElsewhereAsync(key, 10);

        var conflict = await Assert.ThrowsAsync<ConcurrencyException>(() => grain.Add(100));
        Assert.Equal((1L, 2L), (conflict.Expected.Value, conflict.Actual));
        Assert.Equal((12, 3), await grain.Add(1));
        Assert.NotEqual(activation, await grain.Activation());
        Assert.Equal(new[] { 1, 10, 1 }, await grain.Segment(0, 3));
    }

    [Fact]
    public async Task A_conflict_that_nobody_waits_for_replaces_the_activation_too()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);
        var activation = await grain.Activation();
        await AppendElsewhereAsync(key, 10);
        await grain.AddLater(100);

        await Until.TrueAsync(async () => await grain.Activation() != activation);
        Assert.Equal(11, await grain.Refresh());
        Assert.Equal(2, (await ReadAsync(key)).Count);
    }

    [Fact]
    public async Task Of_a_plain_and_a_conditional_event_on_a_stale_state_neither_is_stored()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);
        await AppendElsewhereAsync(key, 10);

        await Assert.ThrowsAsync<ConcurrencyException>(() => grain.AddBothWays(100, 200));
        Assert.Equal(2, (await ReadAsync(key)).Count);
    }

    [Fact]
    public async Task Rebasing_on_newer_events_is_available_by_option()
    {
        var silo = await StartAsync(options => options.Conflicts = ConflictHandling.Rebase);
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);
        await AppendElsewhereAsync(key, 10);

        Assert.Equal((111, 3), await grain.Add(100));
        await AppendElsewhereAsync(key, 10);
        Assert.False(await grain.AddBothWays(1000, 5000));
        Assert.Equal(new[] { 1, 10, 100, 10, 1000 }, await grain.Segment(0, 5));
    }

    [Fact]
    public async Task A_fold_that_throws_keeps_its_event_and_the_call_s_others_out_of_the_log()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);

        var rejected = await Assert.ThrowsAsync<EventRejectedException>(() => grain.Poison(before: 5));
        Assert.Equal(ErrorCodes.FoldFailed, rejected.Code);
        Assert.Equal((1, 1, 0, 0, 0), await grain.Look());
        Assert.Equal((3, 2), await grain.Add(2));
        Assert.Equal(2, (await ReadAsync(key)).Count);
    }

    [Fact]
    public async Task A_failure_in_the_background_is_told_to_the_next_who_confirms()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out _);
        await grain.Add(1);
        await grain.PoisonLater();
        await Until.TrueAsync(async () => (await grain.Look()).Unconfirmed == 0);

        await Assert.ThrowsAsync<EventRejectedException>(() => grain.Confirm());
        Assert.Equal(1, await grain.Confirm());
    }

    [Fact]
    public async Task An_event_without_a_stable_name_is_refused_before_it_is_stored()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);

        var rejected = await Assert.ThrowsAsync<EventRejectedException>(() => grain.AddNameless());
        Assert.Equal(ErrorCodes.UnserializableEvent, rejected.Code);
        Assert.Empty(await ReadAsync(key));
        Assert.Equal((1, 1), await grain.Add(1));
    }

    [Fact]
    public async Task An_unknown_outcome_is_told_and_the_next_activation_knows_the_truth()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);
        silo.Store.AfterAppend = results =>
            throw new UncertainOutcomeException(results[0].Stream, results[0].CommitId, null);
        await Assert.ThrowsAsync<UncertainOutcomeException>(() => grain.Add(2));
        silo.Store.AfterAppend = null;

        Assert.Equal(3, await grain.Refresh());
        Assert.Equal(2, (await ReadAsync(key)).Count);
    }

    [Fact]
    public async Task A_short_outage_is_ridden_out_and_reported_to_the_grain()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out _);
        await grain.Add(1);
        var failures = 3;
        silo.Store.BeforeAppend = _ => failures-- > 0 ? throw Down() : Task.CompletedTask;

        Assert.Equal((3, 2), await grain.Add(2));
        Assert.Equal((3, 3, 0, 3, 1), await grain.Look());
    }

    [Fact]
    public async Task A_long_outage_ends_in_an_error_and_heals_without_a_restart()
    {
        var silo = await StartAsync(options => options.RetryDeadline = TimeSpan.FromMilliseconds(300));
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);
        silo.Store.BeforeAppend = _ => throw Down();
        silo.Store.BeforeRead = _ => throw Down();

        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => grain.Add(2));
        // The next activation cannot even load.
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => grain.Add(2));

        silo.Store.BeforeAppend = null;
        silo.Store.BeforeRead = null;
        Assert.Equal((4, 2), await grain.Add(3));
        Assert.Equal(2, (await ReadAsync(key)).Count);
    }

    [Fact]
    public async Task An_event_of_an_unknown_type_stops_its_own_grain_and_no_other()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);
        await AppendUnknownAsync(key);

        var unreadable = await Assert.ThrowsAsync<UnreadableEventException>(() => grain.Refresh());
        Assert.Equal((ErrorCodes.UnknownEventType, "tally.from-the-future", 2L),
            (unreadable.Code, unreadable.EventType, unreadable.Version));
        Assert.Equal((5, 1), await NewGrain(silo, out _).Add(5));
    }

    private async Task AppendUnknownAsync(string key) => await _store!.AppendAsync(
    [
        new Events.Commit
        {
            Stream = StreamId.For("tally", key),
            ExpectedVersion = Events.ExpectedVersion.Any,
            CommitId = Guid.CreateVersion7(),
            Events = [new Events.EventData(Guid.CreateVersion7(), "tally.from-the-future", 1, "{}"u8.ToArray())],
        },
    ]);

    private static EventStoreUnavailableException Down() => new(ErrorCodes.StoreUnavailable, "The store is down.");
}
