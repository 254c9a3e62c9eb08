using System.Text.Json;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Subscriptions;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <summary>
/// What every <see cref="IDeadLetterStore"/> and the <see cref="IParkingStore"/> beside it keep. Inherit it in a test
/// project and give it stores beside an empty log.
/// </summary>
public abstract partial class DeadLetterStoreConformance
{
    private static readonly DeadLetterDecision Ann = new("ann", "the mail server is back");

    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An empty log with everything beside it.</summary>
    protected abstract Task<(IEventStore Store, ICheckpointStore Checkpoints, IDeadLetterStore Letters,
        IParkingStore Parking)> CreateAsync();

    /// <summary>What was said about it is kept.</summary>
    [Fact]
    public async Task A_letter_keeps_what_was_said_about_it()
    {
        var letters = (await CreateAsync()).Letters;
        var said = Letter("transfer/7") with
        {
            Payload = """{"amount":12.50}""",
            MessageType = "transfer",
            CorrelationId = "c-1",
            Error = $"it\0 broke {new string('x', 5000)}",
        };

        var id = await letters.OpenAsync(said);
        var found = (await letters.FindAsync(id))!;

        var letter = found.Letter;
        Assert.Equal((DeadLetterKind.Saga, "transfer", "transfer/7", DeadLetterState.Open, "timeout", 3),
            (letter.Kind, letter.Source, letter.Item, letter.State, letter.Reason, letter.Attempts));
        Assert.Equal(("transfer", "c-1", Noon), (letter.MessageType, letter.CorrelationId, letter.FirstFailedAt));
        Assert.Equal(4000, letter.Error.Length);
        Assert.StartsWith("it\uFFFD broke", letter.Error, StringComparison.Ordinal);
        Assert.Equal(12.50m, JsonDocument.Parse(found.Payload!).RootElement.GetProperty("amount").GetDecimal());
        Assert.Empty(found.Acts);
        Assert.Null(await letters.FindAsync(id + 1));
    }

    /// <summary>There is one letter for one thing.</summary>
    [Fact]
    public async Task What_is_given_up_on_again_opens_its_letter_again()
    {
        var letters = (await CreateAsync()).Letters;
        var id = await letters.OpenAsync(Letter("transfer/7"));
        await letters.DecideAsync(id, DeadLetterActKind.Replay, Ann);
        await letters.ResolveAsync(id);

        var again = await letters.OpenAsync(Letter("transfer/7") with { Reason = "refused" });

        Assert.Equal(id, again);
        var found = (await letters.FindAsync(id))!;
        Assert.Equal((DeadLetterState.Open, "refused", 6), (found.Letter.State, found.Letter.Reason,
            found.Letter.Attempts));
        Assert.Single(found.Acts);
    }

    /// <summary>An act is recorded once, with who and why.</summary>
    [Fact]
    public async Task A_decision_is_kept_once_with_its_actor_and_reason()
    {
        var letters = (await CreateAsync()).Letters;
        var id = await letters.OpenAsync(Letter("transfer/7"));

        Assert.Equal(DeadLetterOutcome.Changed, await letters.DecideAsync(id, DeadLetterActKind.Replay, Ann));
        Assert.Equal(DeadLetterOutcome.Unchanged, await letters.DecideAsync(id, DeadLetterActKind.Replay, Ann));
        Assert.Equal(DeadLetterOutcome.Changed, await letters.DecideAsync(
            id, DeadLetterActKind.Discard, new("bob", "booked by hand")));
        Assert.Equal(DeadLetterOutcome.Unchanged, await letters.DecideAsync(id, DeadLetterActKind.Discard, Ann));
        Assert.Equal(DeadLetterOutcome.Settled, await letters.DecideAsync(id, DeadLetterActKind.Replay, Ann));
        Assert.Equal(DeadLetterOutcome.Settled, await letters.ResolveAsync(id));
        Assert.Equal(DeadLetterOutcome.NotFound, await letters.DecideAsync(id + 1, DeadLetterActKind.Replay, Ann));

        var found = (await letters.FindAsync(id))!;
        Assert.Equal(DeadLetterState.Discarded, found.Letter.State);
        Assert.Equal(
            [(DeadLetterActKind.Replay, "ann", Ann.Reason), (DeadLetterActKind.Discard, "bob", "booked by hand")],
            found.Acts.Select(act => (act.Kind, act.Actor, act.Reason)));
    }

    /// <summary>Who asked in vain hears of it.</summary>
    [Fact]
    public async Task A_replay_that_its_source_refuses_opens_the_letter_again_and_is_kept_with_it()
    {
        var letters = (await CreateAsync()).Letters;
        var id = await letters.OpenAsync(Letter("transfer/7"));
        var no = new DeadLetterDecision(DeadLetterAct.Engine, "saga.ended: The saga has ended.");

        Assert.Equal(DeadLetterOutcome.Unchanged, await letters.DecideAsync(id, DeadLetterActKind.Refuse, no));
        await letters.DecideAsync(id, DeadLetterActKind.Replay, Ann);
        Assert.Equal(DeadLetterOutcome.Changed, await letters.DecideAsync(id, DeadLetterActKind.Refuse, no));
        Assert.Equal(DeadLetterOutcome.Unchanged, await letters.DecideAsync(id, DeadLetterActKind.Refuse, no));

        var found = (await letters.FindAsync(id))!;
        Assert.Equal((DeadLetterState.Open, "timeout"), (found.Letter.State, found.Letter.Reason));
        Assert.Equal([(DeadLetterActKind.Replay, "ann"), (DeadLetterActKind.Refuse, DeadLetterAct.Engine)],
            found.Acts.Select(static act => (act.Kind, act.Actor)));
        await letters.DecideAsync(id, DeadLetterActKind.Discard, Ann);
        Assert.Equal(DeadLetterOutcome.Settled, await letters.DecideAsync(id, DeadLetterActKind.Refuse, no));
    }

    /// <summary>Of many who decide at once one does.</summary>
    [Fact]
    public async Task Racing_decisions_are_recorded_once()
    {
        var letters = (await CreateAsync()).Letters;
        var id = await letters.OpenAsync(Letter("transfer/7"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => letters.DecideAsync(id, DeadLetterActKind.Replay, Ann))));

        Assert.Single(outcomes, outcome => outcome == DeadLetterOutcome.Changed);
        Assert.Single((await letters.FindAsync(id))!.Acts);
    }

    /// <summary>A decision without a person or a reason is none.</summary>
    [Fact]
    public async Task A_decision_names_its_actor_and_reason()
    {
        var letters = (await CreateAsync()).Letters;
        var id = await letters.OpenAsync(Letter("transfer/7"));

        foreach (var bad in new DeadLetterDecision[] { new("", "why"), new("ann", " "), new("a\0", "why"),
            new("ann", new string('x', 1001)) })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(
                () => letters.DecideAsync(id, DeadLetterActKind.Discard, bad));
        }
        await Assert.ThrowsAnyAsync<ArgumentException>(() => letters.OpenAsync(Letter("x") with { Payload = "{" }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => letters.OpenAsync(Letter("")));
        Assert.Equal(DeadLetterState.Open, (await letters.FindAsync(id))!.Letter.State);
    }

    /// <summary>Pages neither miss nor repeat a letter, whatever is opened meanwhile.</summary>
    [Fact]
    public async Task Pages_list_what_the_filter_wants_newest_first()
    {
        var letters = (await CreateAsync()).Letters;
        var ids = new List<long>();
        for (var number = 0; number < 7; number++)
            ids.Add(await letters.OpenAsync(Letter($"transfer/{number}")));
        await letters.OpenAsync(Letter("other") with { Kind = DeadLetterKind.Message, Source = "mails" });
        await letters.DecideAsync(ids[0], DeadLetterActKind.Discard, Ann);
        var filter = new DeadLetterFilter
        {
            Kind = DeadLetterKind.Saga,
            Source = "transfer",
            State = DeadLetterState.Open,
            Reason = "timeout",
        };

        var first = await letters.ListAsync(filter, maxCount: 4);
        await letters.OpenAsync(Letter("transfer/late"));
        var second = await letters.ListAsync(filter, first.NextBefore, maxCount: 4);

        Assert.Equal(ids.Skip(1).Reverse(), first.Letters.Concat(second.Letters).Select(each => each.Id));
        Assert.Null(second.NextBefore);
        Assert.Equal(9, (await letters.ListAsync(DeadLetterFilter.Everything)).Letters.Count);
        Assert.Empty((await letters.ListAsync(new DeadLetterFilter { Stream = "account/1" })).Letters);
        Assert.Empty((await letters.ListAsync(new DeadLetterFilter { MessageType = "x" })).Letters);
        // They are about no stream, so about no tenant's.
        Assert.Empty((await letters.ListAsync(new DeadLetterFilter { Tenant = "transfer" })).Letters);
    }

    /// <summary>An act in bulk is bounded, begins with the oldest, and touches nothing else.</summary>
    [Fact]
    public async Task A_bulk_decides_about_the_oldest_ones_of_its_filter()
    {
        var letters = (await CreateAsync()).Letters;
        var ids = new List<long>();
        for (var number = 0; number < 5; number++)
            ids.Add(await letters.OpenAsync(Letter($"transfer/{number}")));
        var other = await letters.OpenAsync(Letter("x") with { Source = "mails" });
        await letters.DecideAsync(ids[1], DeadLetterActKind.Discard, Ann);
        var filter = new DeadLetterFilter { Source = "transfer" };

        var first = await letters.DecideAllAsync(filter, DeadLetterActKind.Replay, Ann, maxCount: 2);
        var second = await letters.DecideAllAsync(filter, DeadLetterActKind.Replay, Ann, maxCount: 5);
        var third = await letters.DecideAllAsync(filter, DeadLetterActKind.Replay, Ann, maxCount: 5);

        Assert.Empty(await letters.DecideAllAsync(
            filter with { Tenant = "acme" }, DeadLetterActKind.Discard, Ann, maxCount: 5));
        Assert.Equal([ids[0], ids[2]], first.Order());
        Assert.Equal([ids[3], ids[4]], second.Order());
        Assert.Empty(third);
        Assert.Equal(DeadLetterState.Open, (await letters.FindAsync(other))!.Letter.State);
        Assert.Single((await letters.FindAsync(ids[4]))!.Acts);
    }

    /// <summary>What waits is counted and stays; what is settled goes after its time.</summary>
    [Fact]
    public async Task Settled_letters_are_deleted_after_their_time_and_others_stay()
    {
        var letters = (await CreateAsync()).Letters;
        var open = await letters.OpenAsync(Letter("open"));
        var asked = await letters.OpenAsync(Letter("asked"));
        var replayed = await letters.OpenAsync(Letter("replayed"));
        var discarded = await letters.OpenAsync(Letter("discarded"));
        await letters.DecideAsync(asked, DeadLetterActKind.Replay, Ann);
        await letters.ResolveAsync(replayed);
        await letters.DecideAsync(discarded, DeadLetterActKind.Discard, Ann);

        Assert.Equal(2, (await letters.CountUnsettledAsync())[DeadLetterKind.Saga]);
        Assert.Equal(0, (await letters.CountUnsettledAsync())[DeadLetterKind.Event]);
        Assert.Equal(0, await letters.DeleteSettledAsync(Noon.AddYears(-1)));
        Assert.Equal(2, await letters.DeleteSettledAsync(DateTimeOffset.MaxValue.AddYears(-1)));
        Assert.Equal(
            [asked, open], (await letters.ListAsync(DeadLetterFilter.Everything)).Letters.Select(one => one.Id));
    }

    private static NewDeadLetter Letter(string item) => new()
    {
        Kind = DeadLetterKind.Saga,
        Source = "transfer",
        Item = item,
        Reason = "timeout",
        Error = "The partner bank did not answer.",
        Attempts = 3,
        FirstFailedAt = Noon,
    };
}
