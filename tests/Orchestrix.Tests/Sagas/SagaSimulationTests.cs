using System.Text.RegularExpressions;
using Orchestrix.Sagas;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>Everything that can go wrong does, in every order, and the guarantees hold.</summary>
public sealed partial class SagaSimulationTests
{
    [Fact]
    public void Sequences_end_as_they_should_under_every_seed() =>
        SagaSimulation.Run(1, 150, world => Story(world, static () => TripSaga.Sequential()));

    [Fact]
    public void Branches_waits_and_conditions_end_as_they_should_under_every_seed() =>
        SagaSimulation.Run(1, 150, world => Story(world, Branching, signals: true));

    [Fact]
    public void Sagas_of_sagas_end_as_they_should_under_every_seed() =>
        SagaSimulation.Run(1, 100, world =>
        {
            world.AddSaga(new TripSaga(saga =>
            {
                TripSaga.Buy(saga, "visa");
                TripSaga.Buy(saga, "insurance");
            }, "papers"));
            return Story(world, static () => new TripSaga(saga =>
            {
                TripSaga.Buy(saga, "flight");
                saga.SubSaga("papers", "papers", context => context.Data);
                TripSaga.Buy(saga, "hotel");
            }));
        });

    [Fact]
    public void A_seed_is_the_same_run_every_time()
    {
        Assert.Equal(Script(7), Script(7));
        Assert.NotEqual(Script(7), Script(8));

        static string Script(int seed)
        {
            var chance = new Chance((ulong)seed, 1);
            var world = new SagaWorld(new SagaFaults(), chance);
            Story(world, Branching, signals: true);
            world.Run(SagaSimulation.Limit);
            return string.Join('\n', chance.Faults.Select(fault => fault.What).Concat(
                world.Events("trip", "1").Select(@event => @event.ToString())));
        }
    }

    [Fact]
    public void A_failure_names_its_seed_and_the_few_faults_that_it_takes()
    {
        var failure = Assert.Throws<SagaSimulationException>(() => SagaSimulation.Run(1, 50, Broken));

        Assert.Matches("Seed \\d+ failed", failure.Message);
        Assert.Matches("It takes [12] faults", failure.Message);
        var replay = Script().Match(failure.Message);
        var faults = replay.Groups["faults"].Value.Split(", ").Select(number => int.Parse(number, null));
        Assert.Throws<SagaSimulationException>(() =>
            SagaSimulation.Replay(int.Parse(replay.Groups["seed"].Value, null), faults, Broken));

        // A participant that forgets command ids acts twice if the silo is lost after its answer.
        static Action Broken(SagaWorld world)
        {
            var effects = 0;
            world.Grains.Add<IShopGrain>(_ => new ForgetfulShop(() => effects++));
            world.AddSaga(new TripSaga(saga => saga.Step("flight", (context, _) =>
                context.Grains.GetGrain<IShopGrain>("flight").BuyAsync(context.CommandId)).NothingToUndo()));
            _ = world.StartAsync("trip", "1", new Trip("Ada"));
            return () => Assert.False(world.Crashes > 0 && effects > 1,
                "The step took effect twice.");
        }
    }

    private static TripSaga Branching() => new(saga =>
    {
        TripSaga.Buy(saga, "visa", retries: 5);
        saga.Parallel(
            flight => TripSaga.Buy(flight, "flight"),
            stay =>
            {
                TripSaga.Buy(stay, "hotel").When(context => context.Data.Nights > 1);
                TripSaga.Buy(stay, "spa").ParkOn(StepFailureKind.Unknown);
            });
        saga.Wait("decision", "approval", TimeSpan.FromHours(1));
        TripSaga.Buy(saga, "party");
    });

    private static Action Story(SagaWorld world, Func<TripSaga> saga, bool signals = false)
    {
        var shops = new Dictionary<string, Shop>(StringComparer.Ordinal);
        var random = world.Chance;
        world.AddSaga(saga());
        world.Grains.Add<IShopGrain>(key =>
        {
            var shop = shops[key] = new Shop();
            shop.Answer = _ => random.NextDouble() switch
            {
                < 0.05 => StepResult.Transient("shop.busy", "Busy."),
                < 0.10 => StepResult.Pending(),
                < 0.13 => throw new InvalidOperationException("A bug."),
                _ => null,
            };
            // A refusal is for good: one that comes and goes would let a late duplicate buy after all.
            if (random.NextDouble() < 0.15)
            {
                var inner = shop.Answer;
                shop.Answer = id => id.EndsWith("/undo", StringComparison.Ordinal)
                    ? inner(id) : StepResult.Final("shop.sold-out", "Sold out.");
            }
            return shop;
        });
        for (var key = 1; key <= 3; key++)
        {
            _ = world.StartAsync("trip", $"{key}", new Trip("Ada", key));
            if (signals && random.NextDouble() < 0.8)
            {
                _ = world.DoAsync("trip", $"{key}", TimeSpan.FromSeconds(random.NextDouble() * 100),
                    grain => grain.SignalAsync(new SagaMessage("m", "approval")));
            }
            if (random.NextDouble() < 0.2)
            {
                _ = world.DoAsync("trip", $"{key}", TimeSpan.FromSeconds(random.NextDouble() * 10),
                    grain => grain.CancelAsync(new SagaAct("ada", "changed her mind")));
            }
        }
        return () =>
        {
            var effects = shops.Values.SelectMany(shop => shop.Effects).ToArray();
            Assert.Equal(effects.Length, effects.Distinct().Count());
            foreach (var key in new[] { "1", "2", "3" })
                CheckEffects(world.View("trip", key), effects);
        };
    }

    private static void CheckEffects(SagaView view, string[] effects)
    {
        var bought = effects.Count(effect => IsOf(effect) && !IsUndo(effect));
        var undone = effects.Count(effect => IsOf(effect) && IsUndo(effect));
        if (view.Status == SagaStatus.Compensated)
            Assert.Equal(bought, undone);
        if (view.Status == SagaStatus.Completed)
        {
            Assert.Equal(0, undone);
            Assert.All(view.Steps, step => Assert.True(
                step.Status is SagaStepStatus.Succeeded or SagaStepStatus.Skipped));
        }

        bool IsOf(string effect) =>
            effect.StartsWith($"trip/{view.Saga.Key}/", StringComparison.Ordinal)
            || effect.StartsWith($"papers/{view.Saga.Key}.", StringComparison.Ordinal);

        static bool IsUndo(string effect) => effect.EndsWith("/undo", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Replay\((?<seed>\d+), \[(?<faults>[\d, ]+)\]")]
    private static partial Regex Script();

    private sealed class ForgetfulShop(Action act) : IShopGrain
    {
        public Task<StepResult> BuyAsync(string commandId)
        {
            act();
            return Task.FromResult(StepResult.Done());
        }

        public Task<StepResult> TakeBackAsync(string commandId, string boughtAs) =>
            Task.FromResult(StepResult.Done());
    }
}
