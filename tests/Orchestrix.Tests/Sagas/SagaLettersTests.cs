using Orchestrix.DeadLetters;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>What becomes of the replays that people ask for.</summary>
public sealed class SagaLettersTests
{
    private static readonly DeadLetterDecision Ann = new("ann", "the shop is open again");
    private static readonly DeadLetterFilter Requested = new() { State = DeadLetterState.ReplayRequested };
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SagaBench _bench = new(TripSaga.Sequential(retries: 0));

    [Fact]
    public async Task A_replay_tries_the_step_again_and_resolves_the_letter()
    {
        Park(count: 1);
        await ReplayAllAsync();

        _bench.World.Pass(Minute);

        Assert.Equal(SagaStatus.Compensated, _bench.View.Status);
        var retried = Assert.Single(_bench.Events.OfType<SagaStepRetried>());
        Assert.Equal(("ann", "the shop is open again"), (retried.Actor, retried.Reason));
        var letter = Assert.Single((await _bench.World.Letters.ListAsync(DeadLetterFilter.Everything)).Letters);
        Assert.Equal(DeadLetterState.Replayed, letter.State);
    }

    [Fact]
    public async Task Replays_that_cannot_be_done_now_do_not_keep_others_from_their_turn()
    {
        Park(count: 230);
        var byId = _bench.World.Grains.ById!;
        // The letters that are looked at first.
        _bench.World.Grains.ById =
            id => int.Parse(id.Key.ToString()!, null) > 100 ? throw new TimeoutException() : byId(id);
        var asked = 0;
        while (await ReplayAllAsync() is var some and > 0)
            asked += some;
        Assert.Equal(230, asked);

        _bench.World.Pass(Minute);

        var waiting = await _bench.World.Letters.ListAsync(Requested, maxCount: 1000);
        Assert.Equal(130, waiting.Letters.Count);
        Assert.All(waiting.Letters, letter => Assert.True(int.Parse(letter.Stream!.Value.Key, null) > 100));

        // And these have not been forgotten.
        _bench.World.Grains.ById = byId;
        _bench.World.Pass(Minute);
        Assert.Empty((await _bench.World.Letters.ListAsync(Requested)).Letters);
    }

    [Fact]
    public async Task A_replay_that_the_saga_refuses_opens_the_letter_again_and_says_why()
    {
        _bench.Shop("hotel").Answer = static _ => StepResult.Pending();
        _bench.Start(TimeSpan.FromSeconds(1));
        _bench.World.Deploy(new TripSaga(saga => TripSaga.Buy(saga, "boat"), version: 2));
        _bench.World.Crash();
        _bench.World.Pass(Minute);
        await ReplayAllAsync();

        _bench.World.Pass(Minute);

        await AssertRefusedAsync(SagaRefusals.VersionNotRegistered);
    }

    [Fact]
    public async Task A_replay_of_a_saga_that_cannot_be_loaded_opens_the_letter_again_and_says_why()
    {
        Park(count: 1);
        _bench.World.Grains.ById = static _ => throw new InvalidOperationException("It is of another world.");
        await ReplayAllAsync();

        _bench.World.Pass(Minute);

        await AssertRefusedAsync("It is of another world.");
    }

    [Fact]
    public async Task A_letter_that_names_no_saga_is_open_again()
    {
        Park(count: 0);
        await _bench.World.Letters.OpenAsync(new NewDeadLetter
        {
            Kind = DeadLetterKind.Saga,
            Source = "trip",
            Item = "trip/77",
            Reason = "odd",
            Error = "Somebody wrote it by hand.",
            Attempts = 1,
            FirstFailedAt = _bench.World.Time.GetUtcNow(),
        });
        await ReplayAllAsync();

        _bench.World.Pass(Minute);

        await AssertRefusedAsync("names no saga");
    }

    private async Task AssertRefusedAsync(string why)
    {
        var letter = Assert.Single((await _bench.World.Letters.ListAsync(DeadLetterFilter.Everything)).Letters);
        Assert.Equal(DeadLetterState.Open, letter.State);
        var acts = (await _bench.World.Letters.FindAsync(letter.Id))!.Acts;
        Assert.Equal([DeadLetterActKind.Replay, DeadLetterActKind.Refuse], acts.Select(static act => act.Kind));
        Assert.Equal(DeadLetterAct.Engine, acts[1].Actor);
        Assert.Contains(why, acts[1].Reason, StringComparison.Ordinal);
    }

    private async Task<int> ReplayAllAsync() => (await _bench.World.Letters.DecideAllAsync(
        DeadLetterFilter.Everything, DeadLetterActKind.Replay, Ann)).Count;

    /// <summary>Trips that were to be undone and could not be, until now.</summary>
    private void Park(int count)
    {
        var isOpen = false;
        _bench.Shop("car").Answer = static _ => StepResult.Final("shop.sold-out", "Sold out.");
        _bench.Shop("hotel").Answer = id => !isOpen && id.EndsWith("/undo", StringComparison.Ordinal)
            ? StepResult.Final("shop.closed", "Closed.") : null;
        for (var number = 1; number <= count; number++)
            _ = _bench.World.StartAsync("trip", $"{number}", new Trip("Ada"));
        _bench.World.Pass(Minute);
        isOpen = true;
    }
}
