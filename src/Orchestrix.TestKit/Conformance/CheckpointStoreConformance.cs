using Orchestrix.Events;
using Orchestrix.Subscriptions;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <summary>
/// What every <see cref="ICheckpointStore"/> keeps. Inherit it in a test project and give it a store beside an empty
/// log.
/// </summary>
public abstract class CheckpointStoreConformance
{
    private static readonly SubscriptionPartition Mails = new("mails", 0, 1);

    /// <summary>An empty log and the checkpoints beside it.</summary>
    protected abstract Task<(IEventStore Store, ICheckpointStore Checkpoints)> CreateAsync();

    /// <summary>
    /// Replaces the log by another one, as a restored backup does, and keeps the checkpoints.
    /// </summary>
    /// <param name="events">Length of the other log.</param>
    protected abstract Task ReplaceLogAsync(int events);

    /// <summary>A new subscription begins where it was told to.</summary>
    [Fact]
    public async Task A_new_partition_begins_at_its_start()
    {
        var (store, checkpoints) = await CreateAsync();
        await AppendAsync(store, events: 5);

        Assert.Equal(0, (await checkpoints.AcquireAsync(new("a", 0, 1), "me", default)).Position);
        Assert.Equal(5, (await checkpoints.AcquireAsync(new("b", 0, 1), "me", SubscriptionStart.End)).Position);
        Assert.Equal(3, (await checkpoints.AcquireAsync(new("c", 0, 1), "me", SubscriptionStart.After(3))).Position);
    }

    /// <summary>The start matters only once.</summary>
    [Fact]
    public async Task A_partition_goes_on_at_its_checkpoint_whatever_its_start_says()
    {
        var (store, checkpoints) = await CreateAsync();
        await AppendAsync(store, events: 5);
        await checkpoints.SaveAsync(await checkpoints.AcquireAsync(Mails, "first", default), 4);

        var again = await checkpoints.AcquireAsync(Mails, "second", SubscriptionStart.End);

        Assert.Equal((4, "second"), (again.Position, again.Owner));
    }

    /// <summary>Never two owners acting.</summary>
    [Fact]
    public async Task An_owner_that_was_replaced_records_nothing()
    {
        var (store, checkpoints) = await CreateAsync();
        await AppendAsync(store, events: 5);
        var old = await checkpoints.AcquireAsync(Mails, "old", default);
        await checkpoints.SaveAsync(old, 1);
        var present = await checkpoints.AcquireAsync(Mails, "present", default);

        await Assert.ThrowsAsync<SubscriptionFencedException>(() => checkpoints.SaveAsync(old, 5));
        await checkpoints.SaveAsync(present, 2);

        Assert.True(present.Epoch > old.Epoch);
        Assert.Equal(2, (await checkpoints.ListAsync()).Single().Position);
    }

    /// <summary>Of many who acquire at once each gets an epoch of its own, and only the last may write.</summary>
    [Fact]
    public async Task Racing_owners_get_different_epochs_and_one_may_write()
    {
        var (store, checkpoints) = await CreateAsync();
        await AppendAsync(store, events: 1);
        var owners = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            Task.Run(() => checkpoints.AcquireAsync(Mails, $"owner {number}", default))));
        var wrote = 0;
        foreach (var owner in owners)
        {
            try
            {
                await checkpoints.SaveAsync(owner, 1);
                wrote++;
            }
            catch (SubscriptionFencedException)
            {
                Assert.NotEqual(owners.Max(each => each.Epoch), owner.Epoch);
            }
        }

        Assert.Equal(8, owners.Select(each => each.Epoch).Distinct().Count());
        Assert.Equal(1, wrote);
    }

    /// <summary>A checkpoint never goes back by a write that comes late.</summary>
    [Fact]
    public async Task A_checkpoint_does_not_go_back()
    {
        var (store, checkpoints) = await CreateAsync();
        await AppendAsync(store, events: 5);
        var owned = await checkpoints.AcquireAsync(Mails, "me", default);
        await checkpoints.SaveAsync(owned, 3);

        await Assert.ThrowsAsync<SubscriptionFencedException>(() => checkpoints.SaveAsync(owned, 2));
        await checkpoints.SaveAsync(owned, 3, "the mail server is away");

        var kept = (await checkpoints.ListAsync()).Single();
        Assert.Equal((3, "the mail server is away"), (kept.Position, kept.Failure));
    }

    /// <summary>A log that is shorter than what was handled was restored from an older backup.</summary>
    [Fact]
    public async Task A_checkpoint_beyond_the_end_of_the_log_is_refused()
    {
        var (store, checkpoints) = await CreateAsync();
        await AppendAsync(store, events: 5);
        await checkpoints.SaveAsync(await checkpoints.AcquireAsync(Mails, "me", default), 5);
        await ReplaceLogAsync(events: 3);

        var refused = await Assert.ThrowsAsync<CheckpointMismatchException>(
            () => checkpoints.AcquireAsync(Mails, "again", default));

        Assert.Contains("ends at 3", refused.Message, StringComparison.Ordinal);
        var listed = (await checkpoints.ListAsync()).Single();
        Assert.Equal(("me", 5L, refused.Message), (listed.Owner, listed.Position, listed.Failure));
    }

    /// <summary>A restored log that has grown since is found out too.</summary>
    [Fact]
    public async Task A_checkpoint_at_another_event_than_the_handled_one_is_refused()
    {
        var (store, checkpoints) = await CreateAsync();
        await AppendAsync(store, events: 5);
        await checkpoints.SaveAsync(await checkpoints.AcquireAsync(Mails, "me", default), 5);
        await ReplaceLogAsync(events: 9);

        await Assert.ThrowsAsync<CheckpointMismatchException>(
            () => checkpoints.AcquireAsync(Mails, "again", default));

        await checkpoints.ResetAsync("mails", 1, SubscriptionStart.After(3));
        Assert.Equal(3, (await checkpoints.AcquireAsync(Mails, "again", default)).Position);
    }

    /// <summary>Two programs that divide differently would skip events.</summary>
    [Fact]
    public async Task Another_number_of_partitions_is_refused_until_the_subscription_is_reset()
    {
        var (store, checkpoints) = await CreateAsync();
        await AppendAsync(store, events: 5);
        var old = await checkpoints.AcquireAsync(new("mails", 0, 2), "me", default);
        await checkpoints.AcquireAsync(new("mails", 1, 2), "me", default);

        await Assert.ThrowsAsync<CheckpointMismatchException>(
            () => checkpoints.AcquireAsync(new("mails", 2, 3), "me", default));
        Assert.Equal(2, (await checkpoints.ListAsync()).Count);
        await checkpoints.ResetAsync("mails", 3, SubscriptionStart.After(2));

        await Assert.ThrowsAsync<SubscriptionFencedException>(() => checkpoints.SaveAsync(old, 5));
        Assert.Equal(2, (await checkpoints.AcquireAsync(new("mails", 2, 3), "me", default)).Position);
        Assert.Equal([0, 1, 2], (await checkpoints.ListAsync()).Select(each => each.Partition.Partition));
    }

    /// <summary>Appends one commit to a stream of its own.</summary>
    protected static async Task AppendAsync(IEventStore store, int events) =>
        await store.AppendAsync(Samples.Commit(Samples.NewStream(), ExpectedVersion.NoStream, events));
}
