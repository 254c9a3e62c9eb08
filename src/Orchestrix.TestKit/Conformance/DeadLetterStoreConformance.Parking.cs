using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Subscriptions;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <content>What every <see cref="IParkingStore"/> keeps.</content>
public abstract partial class DeadLetterStoreConformance
{
    private static readonly SubscriptionPartition Mails = new("mails", 0, 1);

    /// <summary>A parked stream is found by the next owner, with its letter.</summary>
    [Fact]
    public async Task A_parked_stream_and_its_letter_are_found_by_the_next_owner()
    {
        var (store, checkpoints, letters, parking) = await CreateAsync();
        var events = await AppendAsync(store, 3);
        var owned = await checkpoints.AcquireAsync(Mails, "me", default);

        var parked = await parking.ParkAsync(owned, Poison(events[1]));
        await parking.ParkAsync(owned, Poison(events[1]));

        Assert.Equal(parked, Assert.Single((await parking.LoadAsync(Mails)).Streams));
        Assert.Equal((events[1].Stream, 2, DeadLetterState.Open), (parked.Stream, parked.Version, parked.LetterState));
        var found = (await letters.FindAsync(parked.LetterId!.Value))!;
        Assert.Equal(
            (DeadLetterKind.Event, "mails", 0, events[1].Position, events[1].EventType, 8),
            (found.Letter.Kind, found.Letter.Source, found.Letter.Partition!.Value, found.Letter.Position!.Value,
                found.Letter.MessageType, found.Letter.Attempts));
        Assert.NotNull(found.Payload);
        Assert.Equal(1, (await letters.CountUnsettledAsync())[DeadLetterKind.Event]);
    }

    /// <summary>Each partition knows its own streams, also after the subscription was divided anew.</summary>
    [Fact]
    public async Task A_parked_stream_belongs_to_the_partition_of_its_stream()
    {
        var (store, checkpoints, _, parking) = await CreateAsync();
        var recorded = (await AppendAsync(store, 1))[0];
        var owned = await checkpoints.AcquireAsync(Mails, "me", default);
        await parking.ParkAsync(owned, Poison(recorded));

        var holders = new List<int>();
        for (var partition = 0; partition < 5; partition++)
        {
            if ((await parking.LoadAsync(new("mails", partition, 5))).Streams.Count > 0)
                holders.Add(partition);
        }

        Assert.Equal([LogFilter.PartitionOf(recorded.Stream, 5)], holders);
        Assert.Empty((await parking.LoadAsync(new("other", 0, 1))).Streams);
    }

    /// <summary>What is done with a parked stream settles its letter.</summary>
    [Fact]
    public async Task Going_on_settles_the_letter_as_replayed_unless_it_was_discarded()
    {
        var (store, checkpoints, letters, parking) = await CreateAsync();
        var (one, two) = (await AppendAsync(store, 3), await AppendAsync(store, 3));
        var owned = await checkpoints.AcquireAsync(Mails, "me", default);
        var first = (await parking.ParkAsync(owned, Poison(one[0]))).LetterId!.Value;
        var second = (await parking.ParkAsync(owned, Poison(two[0]))).LetterId!.Value;
        await letters.DecideAsync(first, DeadLetterActKind.Replay, Ann);
        await letters.DecideAsync(second, DeadLetterActKind.Discard, Ann);

        var advanced = await parking.AdvanceAsync(owned, one[0].Stream, 3);
        await parking.ReleaseAsync(owned, two[0].Stream);
        await parking.ReleaseAsync(owned, two[0].Stream);

        Assert.Equal(new StreamParking(one[0].Stream, 3, null, null), advanced);
        Assert.Equal(advanced, Assert.Single((await parking.LoadAsync(Mails)).Streams));
        Assert.Equal(DeadLetterState.Replayed, (await letters.FindAsync(first))!.Letter.State);
        Assert.Equal(DeadLetterState.Discarded, (await letters.FindAsync(second))!.Letter.State);
    }

    /// <summary>A later event that fails on the way is the one that the stream waits behind now.</summary>
    [Fact]
    public async Task Parking_at_a_later_event_settles_the_earlier_letter()
    {
        var (store, checkpoints, letters, parking) = await CreateAsync();
        var events = await AppendAsync(store, 3);
        var owned = await checkpoints.AcquireAsync(Mails, "me", default);
        var first = (await parking.ParkAsync(owned, Poison(events[0]))).LetterId!.Value;
        await letters.DecideAsync(first, DeadLetterActKind.Replay, Ann);

        var parked = await parking.ParkAsync(owned, Poison(events[2]));

        Assert.Equal((3, DeadLetterState.Open), (parked.Version, parked.LetterState));
        Assert.Equal(DeadLetterState.Replayed, (await letters.FindAsync(first))!.Letter.State);
        Assert.Equal(1, (await letters.CountUnsettledAsync())[DeadLetterKind.Event]);
    }

    /// <summary>A person who discards while a last try runs keeps his word; a later failure anew is another
    /// matter.</summary>
    [Fact]
    public async Task A_discarded_letter_stays_so_while_its_stream_waits_behind_it()
    {
        var (store, checkpoints, letters, parking) = await CreateAsync();
        var recorded = (await AppendAsync(store, 1))[0];
        var owned = await checkpoints.AcquireAsync(Mails, "me", default);
        var id = (await parking.ParkAsync(owned, Poison(recorded))).LetterId!.Value;
        await letters.DecideAsync(id, DeadLetterActKind.Discard, Ann);

        Assert.Equal(DeadLetterState.Discarded, (await parking.ParkAsync(owned, Poison(recorded))).LetterState);
        Assert.Equal(0, await letters.DeleteSettledAsync(DateTimeOffset.MaxValue.AddYears(-1)));
        await parking.ReleaseAsync(owned, recorded.Stream);

        Assert.Equal(DeadLetterState.Open, (await parking.ParkAsync(owned, Poison(recorded))).LetterState);
    }

    /// <summary>Attempts outlive their owner, until they are forgotten.</summary>
    [Fact]
    public async Task An_attempt_is_kept_until_it_is_forgotten_or_the_event_parked()
    {
        var (store, checkpoints, _, parking) = await CreateAsync();
        var recorded = (await AppendAsync(store, 1))[0];
        var owned = await checkpoints.AcquireAsync(Mails, "me", default);
        var attempt = new FailedAttempt(recorded.Position, 2, Noon, Noon.AddSeconds(5));

        await parking.RecordAttemptAsync(owned, attempt with { Attempts = 1 });
        await parking.RecordAttemptAsync(owned, attempt);
        Assert.Equal(attempt, (await parking.LoadAsync(Mails)).Attempt);
        await parking.RecordAttemptAsync(owned, null);
        Assert.Null((await parking.LoadAsync(Mails)).Attempt);
        await parking.RecordAttemptAsync(owned, attempt);
        await parking.ParkAsync(owned, Poison(recorded));
        Assert.Null((await parking.LoadAsync(Mails)).Attempt);
    }

    /// <summary>Never two owners acting.</summary>
    [Fact]
    public async Task An_owner_that_was_replaced_parks_and_releases_nothing()
    {
        var (store, checkpoints, letters, parking) = await CreateAsync();
        var recorded = (await AppendAsync(store, 1))[0];
        var old = await checkpoints.AcquireAsync(Mails, "old", default);
        var owned = await checkpoints.AcquireAsync(Mails, "new", default);
        var attempt = new FailedAttempt(1, 1, Noon, Noon);

        await Assert.ThrowsAsync<SubscriptionFencedException>(() => parking.ParkAsync(old, Poison(recorded)));
        await Assert.ThrowsAsync<SubscriptionFencedException>(() => parking.RecordAttemptAsync(old, attempt));
        Assert.Empty((await letters.ListAsync(DeadLetterFilter.Everything)).Letters);
        await parking.ParkAsync(owned, Poison(recorded));
        await Assert.ThrowsAsync<SubscriptionFencedException>(() => parking.ReleaseAsync(old, recorded.Stream));
        await Assert.ThrowsAsync<SubscriptionFencedException>(() => parking.AdvanceAsync(old, recorded.Stream, 2));

        Assert.Single((await parking.LoadAsync(Mails)).Streams);
    }

    private static PoisonEvent Poison(RecordedEvent recorded) =>
        new(recorded, "IOException", "The mail server is away.", 4, Noon);

    private static async Task<IReadOnlyList<RecordedEvent>> AppendAsync(IEventStore store, int events)
    {
        var stream = Samples.NewStream();
        await store.AppendAsync(Samples.Commit(stream, ExpectedVersion.NoStream, events));
        var recorded = new List<RecordedEvent>();
        await foreach (var each in store.ReadStreamAsync(stream, StreamRead.Forwards()))
            recorded.Add(each);
        return recorded;
    }
}
