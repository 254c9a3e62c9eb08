using Orchestrix.Aggregates;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Tenants;

namespace Orchestrix.Cluster.Tests.Aggregates;

/// <summary>The base class of aggregates: validate, decide, append, fold, reply.</summary>
public sealed class AggregateGrainTests : IAsyncLifetime
{
    private readonly InMemoryEventStore _store = new();
    private readonly string _key = Guid.NewGuid().ToString("N");
    private TestSilo _silo = null!;

    private IPurseGrain Grain => _silo.Grains.GetGrain<IPurseGrain>(_key);

    private StreamId Stream => StreamId.For("purse", _key);

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync(_store);

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_command_is_answered_with_the_state_version_and_position_after_it()
    {
        await Grain.Put(new Put(3));
        var result = await Grain.Put(new Put(4));

        Assert.True(result.IsAccepted);
        Assert.Equal((7, 2L, 2L, false), (result.Reply, result.Version, result.Position, result.IsRepeat));
    }

    [Fact]
    public async Task A_repeated_command_gets_the_first_answer_however_much_came_after()
    {
        var first = await Grain.Put(new Put(3) { CommandId = "one" });
        await Grain.Put(new Put(100));
        var repeat = await Grain.Put(new Put(3) { CommandId = "one" });

        Assert.Equal(first with { IsRepeat = true }, repeat);
        Assert.Equal(2, await _store.ReadHeadAsync());
    }

    [Fact]
    public async Task A_repeat_that_the_present_state_would_refuse_still_gets_the_first_answer()
    {
        await Grain.Put(new Put(5));
        var first = await Grain.Take(new Take(5) { CommandId = "take" });
        var repeat = await Grain.Take(new Take(5) { CommandId = "take" });

        Assert.Equal(first with { IsRepeat = true }, repeat);
    }

    [Fact]
    public async Task A_repeat_with_the_old_expected_version_still_gets_the_first_answer()
    {
        var first = await Grain.Put(new Put(5) { CommandId = "put", ExpectedVersion = 0 });
        var repeat = await Grain.Put(new Put(5) { CommandId = "put", ExpectedVersion = 0 });

        Assert.Equal(first with { IsRepeat = true }, repeat);
    }

    [Fact]
    public async Task A_command_id_with_another_content_is_refused()
    {
        await Grain.Put(new Put(5) { CommandId = "put" });

        var reused = await Assert.ThrowsAsync<CommandIdReusedException>(() =>
            Grain.Put(new Put(6) { CommandId = "put" }));
        Assert.Equal((Stream, 1L), (reused.Stream, reused.FirstVersion));
        await Assert.ThrowsAsync<CommandIdReusedException>(() => Grain.Take(new Take(5) { CommandId = "put" }));
        Assert.Equal(1, await _store.ReadHeadAsync());
    }

    [Fact]
    public async Task A_command_that_expects_another_version_is_rejected()
    {
        await Grain.Put(new Put(5));

        var conflict = await Assert.ThrowsAsync<ConcurrencyException>(() =>
            Grain.Put(new Put(5) { ExpectedVersion = 0 }));
        Assert.Equal((0L, 1L), (conflict.Expected.Value, conflict.Actual));
        Assert.Equal(10, (await Grain.Put(new Put(5) { ExpectedVersion = 1 })).Reply);
    }

    [Fact]
    public async Task A_caller_that_knows_a_later_version_than_the_activation_is_believed()
    {
        await Grain.Put(new Put(5));
        await AppendElsewhereAsync();

        Assert.Equal((107, 3L), await ReplyAsync(Grain.Put(new Put(2) { ExpectedVersion = 2 })));
    }

    [Fact]
    public async Task A_decision_on_a_stale_state_is_taken_again_on_the_new_one()
    {
        await Grain.Put(new Put(5));
        await AppendElsewhereAsync();

        // On the stale state of 5 coins it would have put them in; on the new one of 105 it takes them out.
        Assert.Equal((45, 3L), await ReplyAsync(Grain.PutOrTake(new Put(60))));
    }

    [Fact]
    public async Task A_decision_that_expects_a_version_is_never_taken_again()
    {
        await Grain.Put(new Put(5));
        await AppendElsewhereAsync();

        await Assert.ThrowsAsync<ConcurrencyException>(() => Grain.Put(new Put(2) { ExpectedVersion = 1 }));
        Assert.Equal(2, await _store.ReadHeadAsync());
    }

    [Fact]
    public async Task A_decision_that_is_overtaken_for_ever_is_rejected_in_the_end()
    {
        var attempts = 0;
        _silo.Store.BeforeAppend = async _ =>
        {
            attempts++;
            await AppendElsewhereAsync();
        };

        await Assert.ThrowsAsync<ConcurrencyException>(() => Grain.Put(new Put(2)));
        Assert.Equal(1 + AggregateLimits.MaxRedecisions, attempts);
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_writes_nothing()
    {
        var refused = await Grain.Take(new Take(5) { CommandId = "take" });

        Assert.Equal(("purse.too-light", 0L), (refused.Refusal!.Code, refused.Version));
        Assert.Equal(0, await _store.ReadHeadAsync());
        await Grain.Put(new Put(5));
        Assert.True((await Grain.Take(new Take(5) { CommandId = "take" })).IsAccepted);
    }

    [Fact]
    public async Task A_command_without_a_change_is_accepted_and_writes_nothing()
    {
        Assert.Equal((0, 0L), await ReplyAsync(Grain.Put(new Put(0))));
        Assert.Equal(0, await _store.ReadHeadAsync());
    }

    [Fact]
    public async Task An_invalid_command_is_refused_with_everything_that_is_wrong()
    {
        var refused = await Grain.Put(new Put(-1) { CommandId = new string('x', 201), ExpectedVersion = -1 });

        Assert.Equal(Refusal.InvalidCommand, refused.Refusal!.Code);
        Assert.Equal(["CommandId", "ExpectedVersion", "Coins"], refused.Refusal.Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task Events_that_cannot_be_folded_never_reach_the_log()
    {
        var rejected = await Assert.ThrowsAsync<EventRejectedException>(() => Grain.Curse(new Put(1)));

        Assert.Equal(ErrorCodes.FoldFailed, rejected.Code);
        Assert.Equal((1, 1L), await ReplyAsync(Grain.Put(new Put(1))));
    }

    [Fact]
    public async Task All_events_of_a_command_are_one_commit_with_its_metadata()
    {
        CallContext.Set(new EventMetadata
        {
            CorrelationId = "conversation",
            CausationId = "cause",
            Actor = "me",
            Tenant = "us",
        });
        var key = TenantKey.For("us", _key);
        await _silo.Grains.GetGrain<IPurseGrain>(key).PutOneByOne(new Put(3) { CommandId = "many" });

        var log = await _store.ReadStreamAsync(StreamId.For("purse", key), StreamRead.Forwards()).ToListAsync();
        Assert.Single(log.Select(one => one.CommitId).Distinct());
        Assert.All(log, one => Assert.Equal(
            ("many", "conversation", "cause", "me", "us"),
            (one.CommandId, one.Metadata.CorrelationId, one.Metadata.CausationId, one.Metadata.Actor,
                one.Metadata.Tenant)));
    }

    [Fact]
    public async Task More_events_than_a_commit_may_hold_are_refused_whole()
    {
        var exceeded = await Assert.ThrowsAsync<StoreLimitExceededException>(() =>
            Grain.PutOneByOne(new Put(EventStoreLimits.MaxEventsPerCommit + 1)));

        Assert.Equal(nameof(EventStoreLimits.MaxEventsPerCommit), exceeded.Limit);
        Assert.Equal(0, await _store.ReadHeadAsync());
        Assert.Equal((1, 1L), await ReplyAsync(Grain.Put(new Put(1))));
    }

    [Fact]
    public async Task The_state_at_an_earlier_version_is_replayed()
    {
        for (var coins = 1; coins <= 4; coins++)
            await Grain.Put(new Put(coins));

        Assert.Equal(
            new[] { 0, 1, 3, 6, 10 },
            await Task.WhenAll(Enumerable.Range(0, 5).Select(version => Grain.CoinsAt(version))));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Grain.CoinsAt(5));
    }

    [Fact]
    public async Task An_unknown_outcome_is_told_and_the_repeat_gets_the_truth()
    {
        await Grain.Put(new Put(1));
        _silo.Store.AfterAppend = results =>
            throw new UncertainOutcomeException(results[0].Stream, results[0].CommitId, null);
        await Assert.ThrowsAsync<UncertainOutcomeException>(() => Grain.Put(new Put(2) { CommandId = "put" }));
        _silo.Store.AfterAppend = null;

        var repeat = await Grain.Put(new Put(2) { CommandId = "put" });
        Assert.Equal((3, 2L, true), (repeat.Reply, repeat.Version, repeat.IsRepeat));
    }

    [Fact]
    public async Task An_answer_from_a_receipt_waits_until_the_receipt_cannot_be_lost()
    {
        var first = await Grain.Put(new Put(1) { CommandId = "put", ExpectedVersion = 0 });
        await Grain.Take(new Take(1) { CommandId = "take" });
        _silo.Store.BeforeConfirm = static () =>
            throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "The standby is away.");

        // By the version that the caller expects, and by a decision that refuses now.
        var doubt = await Assert.ThrowsAsync<UncertainOutcomeException>(
            () => Grain.Put(new Put(1) { CommandId = "put", ExpectedVersion = 0 }));
        await Assert.ThrowsAsync<UncertainOutcomeException>(() => Grain.Take(new Take(1) { CommandId = "take" }));
        // That nothing is to be done is said of events as well.
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => Grain.Put(new Put(0)));

        Assert.Equal(Stream, doubt.Stream);
        _silo.Store.BeforeConfirm = null;
        Assert.Equal(
            first with { IsRepeat = true }, await Grain.Put(new Put(1) { CommandId = "put", ExpectedVersion = 0 }));
    }

    [Fact]
    public async Task Raising_an_event_past_the_command_is_refused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Grain.Raise());

    [Fact]
    public async Task Racing_repeats_of_one_command_on_two_clusters_are_one_command()
    {
        await using var other = await TestSilo.StartAsync(_store);
        var grains = new[] { Grain, other.Grains.GetGrain<IPurseGrain>(_key) };
        for (var round = 0; round < 20; round++)
        {
            var command = new Put(1) { CommandId = $"round-{round}" };
            var answers = await Task.WhenAll(grains.Select(grain => SendUntilAnsweredAsync(grain, command)));

            Assert.All(answers, answer => Assert.Equal((round + 1, round + 1L), (answer.Reply, answer.Version)));
            Assert.Single(answers, answer => !answer.IsRepeat);
        }
        Assert.Equal(20, await _store.ReadHeadAsync());
    }

    private static async Task<CommandResult<int>> SendUntilAnsweredAsync(IPurseGrain grain, Put command)
    {
        while (true)
        {
            try
            {
                return await grain.Put(command);
            }
            catch (ConcurrencyException)
            {
                // The other activation was faster with something else; decide again.
            }
        }
    }

    private static async Task<(int Reply, long Version)> ReplyAsync(Task<CommandResult<int>> answer) =>
        ((await answer).Reply, (await answer).Version);

    private async Task AppendElsewhereAsync() => await _store.AppendAsync(
    [
        new Commit
        {
            Stream = Stream,
            ExpectedVersion = ExpectedVersion.Any,
            CommitId = Guid.CreateVersion7(),
            Events = [new EventData(Guid.CreateVersion7(), "purse.filled", 1, """{"coins":100}"""u8.ToArray())],
        },
    ]);
}
