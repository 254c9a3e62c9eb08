using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Cluster.Tests.LogConsistency;

/// <content>Events that are raised while an earlier append or read is under way.</content>
public abstract partial class JournaledGrainTests
{
    [Fact]
    public async Task An_event_raised_while_a_conflict_is_on_its_way_is_not_stored_on_the_newer_state()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);
        await AppendElsewhereAsync(key, 10);
        var (started, gate) = Gate(silo);

        await grain.AddLater(100);
        await started;
        // Decided on a total of 101, which will never be.
        await grain.AddLater(200);
        gate.SetResult();

        Assert.Equal(11, await RefreshOnceReplacedAsync(grain));
        Assert.Equal([1L, 2], (await ReadAsync(key)).Select(one => one.Version));
    }

    [Fact]
    public async Task An_event_raised_while_newer_ones_are_read_is_not_stored()
    {
        var silo = await StartAsync();
        var grain = NewRacingGrain(silo, out var key);
        await grain.Add(1);
        await AppendElsewhereAsync(key, 10, "racing-tally");
        var (reading, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        silo.Store.BeforeRead = _ =>
        {
            reading.TrySetResult();
            return gate.Task;
        };

        var refresh = grain.Refresh();
        await reading.Task;
        var add = grain.Add(100);
        await Until.TrueAsync(async () => (await grain.Look()).Unconfirmed == 1);
        gate.SetResult();

        await Assert.ThrowsAsync<ConcurrencyException>(() => add);
        await refresh;
        Assert.Equal(2, (await ReadAsync(key, "racing-tally")).Count);
    }

    [Fact]
    public async Task A_conditional_event_behind_one_that_lost_is_not_appended_on_the_newer_state()
    {
        var silo = await StartAsync();
        var grain = NewRacingGrain(silo, out var key);
        await grain.Add(1);
        var (started, gate) = Gate(silo);
        var first = grain.Add(2);
        await started;

        // Two callers, so two commits of one batch. The first finds that another writer was faster.
        var lost = As("anna", () => grain.AddIfFirst(4));
        var behind = As("bert", () => grain.AddIfFirst(8));
        await Until.TrueAsync(async () => (await grain.Look()).Unconfirmed == 3);
        silo.Store.BeforeAppend = async _ =>
        {
            silo.Store.BeforeAppend = null;
            await AppendElsewhereAsync(key, 10, "racing-tally");
        };
        gate.SetResult();

        await first;
        Assert.False(await lost);
        Assert.False(await behind);
        Assert.Equal(3, (await ReadAsync(key, "racing-tally")).Count);
    }

    [Fact]
    public async Task A_caller_whose_events_are_durable_does_not_get_the_failure_of_another()
    {
        var silo = await StartAsync();
        var grain = NewRacingGrain(silo, out var key);
        await grain.Add(1);
        var (started, gate) = Gate(silo);
        var add = grain.Add(2);
        await started;
        var poison = grain.Poison();
        await Until.TrueAsync(async () => (await grain.Look()).Unconfirmed == 2);
        gate.SetResult();

        await Assert.ThrowsAsync<EventRejectedException>(() => poison);
        Assert.Equal((3, 2), await add);
        Assert.Equal(2, (await ReadAsync(key, "racing-tally")).Count);
    }

    [Fact]
    public async Task An_untold_failure_is_told_before_the_next_event_is_raised_and_not_after_it_is_stored()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);
        await grain.PoisonLater();
        await Until.TrueAsync(async () => (await grain.Look()).Unconfirmed == 0);

        await Assert.ThrowsAsync<EventRejectedException>(() => grain.Add(2));
        Assert.Equal((3, 2), await grain.Add(2));
        Assert.Equal(2, (await ReadAsync(key)).Count);
    }

    [Fact]
    public async Task The_tentative_state_counts_no_event_twice_while_a_batch_is_written_in_several_commits()
    {
        var silo = await StartAsync();
        var grain = NewRacingGrain(silo, out _);
        await grain.Add(1);
        var (started, first) = Gate(silo);
        var adds = new List<Task> { grain.Add(2) };
        await started;
        adds.Add(As("anna", () => grain.Add(4)));
        adds.Add(As("bert", () => grain.Add(8)));
        await Until.TrueAsync(async () => (await grain.Look()).Unconfirmed == 3);
        var (behind, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var appends = 0;
        silo.Store.BeforeAppend = _ =>
        {
            if (++appends < 2)
                return Task.CompletedTask;
            behind.TrySetResult();
            return second.Task;
        };
        first.SetResult();
        await behind.Task;

        Assert.Equal(15, (await grain.Look()).Tentative);
        second.SetResult();
        await Task.WhenAll(adds);
        Assert.Equal((15, 15, 0), await grain.Look());
    }

    [Fact]
    public async Task A_grain_that_forgets_the_base_class_on_activation_decides_on_its_loaded_state()
    {
        var silo = await StartAsync();
        var grain = NewRacingGrain(silo, out var key);
        await AppendElsewhereAsync(key, 10, "racing-tally");
        var (reading, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        silo.Store.BeforeRead = _ =>
        {
            reading.TrySetResult();
            return gate.Task;
        };

        var look = grain.Look();
        await reading.Task;
        Assert.False(look.IsCompleted);
        gate.SetResult();
        Assert.Equal(10, (await look).Confirmed);
        Assert.Equal((11, 2), await grain.Add(1));
    }

    /// <summary>A call may still reach the activation that lost the race; it is told so.</summary>
    private static async Task<int> RefreshOnceReplacedAsync(ITallyGrain grain)
    {
        while (true)
        {
            try
            {
                return await grain.Refresh();
            }
            catch (ConcurrencyException)
            {
                // The activation is on its way out.
            }
        }
    }

    private static (Task Started, TaskCompletionSource Gate) Gate(TestSilo silo)
    {
        var (started, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        silo.Store.BeforeAppend = _ =>
        {
            started.TrySetResult();
            return gate.Task;
        };
        return (started.Task, gate);
    }

    private static async Task<T> As<T>(string actor, Func<Task<T>> call)
    {
        CallContext.Set(new EventMetadata { Actor = actor });
        return await call();
    }

    private static IRacingTallyGrain NewRacingGrain(TestSilo silo, out string key)
    {
        key = Guid.NewGuid().ToString("N");
        return silo.Grains.GetGrain<IRacingTallyGrain>(key);
    }
}
