using System.Text.RegularExpressions;
using Orchestrix.Sagas;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>Everything that can go wrong does, in every order, and the guarantees hold.</summary>
public sealed partial class SagaSimulationTests
{
    [Fact]
    public void Sequences_end_as_they_should_under_every_seed() =>
        SagaSimulation.Run(1, 150, TripStory.TellOfSequences);

    [Fact]
    public void Branches_waits_and_conditions_end_as_they_should_under_every_seed() =>
        SagaSimulation.Run(1, 150, TripStory.TellOfBranches);

    [Fact]
    public void Sagas_of_sagas_end_as_they_should_under_every_seed() =>
        SagaSimulation.Run(1, 100, TripStory.TellOfParts);

    [Fact]
    public void A_seed_is_the_same_run_every_time()
    {
        Assert.Equal(Script(7), Script(7));
        Assert.NotEqual(Script(7), Script(8));

        static string Script(int seed)
        {
            var chance = new Chance((ulong)seed, 1);
            var world = new SagaWorld(new SagaFaults(), chance);
            TripStory.TellOfBranches(world);
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
