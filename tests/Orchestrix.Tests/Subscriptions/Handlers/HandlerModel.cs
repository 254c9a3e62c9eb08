using CsCheck;
using Orchestrix.DeadLetters;
using Orchestrix.Retry;
using Orchestrix.Subscriptions;
using Orchestrix.Subscriptions.Handlers;

namespace Orchestrix.Tests.Subscriptions.Handlers;

/// <summary>
/// Random appends, failures, crashes at any durable write, replays and discards; afterwards everything was handled in
/// order at least once, or a person discarded it.
/// </summary>
internal static class HandlerModel
{
    public static Gen<(int[] Steps, int[] Chances, bool ParksStreams, int MaxParked)> Scripts { get; } =
        Gen.Select(Gen.Int[0, 99].Array[5, 60], Gen.Int[0, 99].Array[7, 50], Gen.Bool, Gen.Int[1, 4]);

    public static void Configure(HandlerSubscriptionBuilder builder, bool parksStreams, int maxParked) => builder
        .Retry(new FixedDelay(maxRetries: 1, TimeSpan.Zero))
        .OnPoison(parksStreams ? PoisonPolicy.ParkStream : PoisonPolicy.StopPartition)
        .Configure(options => (options.MaxParkedStreams, options.CheckpointEvents, options.CatchUpEvents) =
            (maxParked, 2, 2));

    public static async Task PlayAsync(HandlerWorld world, int[] steps, int[] chances)
    {
        var at = 0;
        world.Stores.NextFault = () => Chance() % 12;
        world.OnAttempt = _ =>
        {
            if (Chance() % 3 == 0)
                throw new InvalidOperationException("The test says so.");
        };
        foreach (var step in steps)
            await StepAsync(world, step);
        await SettleAsync(world);

        Assert.Empty(world.OutOfTurn);
        var discarded = (await world.Letters.ListAsync(new() { State = DeadLetterState.Discarded }, maxCount: 1000))
            .Letters.Select(letter => (letter.Stream!.Value.Key, letter.Version!.Value));
        var expected = await world.ExpectedAsync();
        Assert.Empty(expected.Except(world.Handled).Except(discarded));
        Assert.Empty(world.Handled.Except(expected));
        var letters = (await world.Letters.ListAsync(DeadLetterFilter.Everything, maxCount: 1000)).Letters;
        Assert.Equal(letters.Count, letters.Select(letter => letter.Position).Distinct().Count());
        // Only a crash makes an event come again.
        if (world.Stores.Faults == 0 && steps.All(step => step / 10 != 7))
            Assert.Equal(world.Handled.Distinct().Count(), world.Handled.Count());

        int Chance() => chances[at++ % chances.Length];
    }

    private static async Task StepAsync(HandlerWorld world, int step)
    {
        switch (step / 10)
        {
            case 0 or 1 or 2:
                await world.AppendAsync($"{step % 4}", events: 1 + step % 3);
                break;
            case 3:
                await world.AppendAsync($"{step % 4}", type: "ignored");
                break;
            case 7:
                world.Crash();
                break;
            case 8 or 9:
                var letters = (await world.Letters.ListAsync(new() { State = DeadLetterState.Open })).Letters;
                if (letters.Count > 0)
                {
                    await world.DecideAsync(letters[step % letters.Count],
                        step / 10 == 8 ? DeadLetterActKind.Replay : DeadLetterActKind.Discard);
                }
                break;
            default:
                await world.StepAsync(pageSize: 1 + step % 4);
                break;
        }
    }

    /// <summary>The faults end and people ask for every replay: it must come to an end.</summary>
    private static async Task SettleAsync(HandlerWorld world)
    {
        world.Stores.NextFault = static () => 2;
        world.OnAttempt = static _ => { };
        for (var round = 0; round < 500; round++)
        {
            await world.RunAsync();
            if ((await world.Letters.CountUnsettledAsync())[DeadLetterKind.Event] == 0 && world.Stopped is null)
            {
                await world.RunAsync();
                Assert.Empty((await world.Stores.LoadAsync(new("mails", 0, 1))).Streams);
                return;
            }
            await world.Letters.DecideAllAsync(
                DeadLetterFilter.Everything, DeadLetterActKind.Replay, new("ann", "mended"), maxCount: 1000);
        }
        Assert.Fail($"It does not come to an end: {world.Stopped}");
    }
}
