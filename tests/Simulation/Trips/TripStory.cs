using Orchestrix.Errors;
using Orchestrix.Sagas;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Simulation.Trips;

/// <summary>
/// Three trips whose shops are busy, slow, sold out or broken. Whatever was bought is kept or taken back.
/// </summary>
public static class TripStory
{
    /// <summary>Three steps, one after the other.</summary>
    public static Action TellOfSequences(SagaWorld world) => Tell(world, static () => TripSaga.Sequential());

    /// <summary>Branches, conditions, a wait, and trips that are told or not.</summary>
    public static Action TellOfBranches(SagaWorld world) => Tell(world, Branching, signals: true);

    /// <summary>A trip with another saga as a part.</summary>
    public static Action TellOfParts(SagaWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        world.AddSaga(new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "visa");
            TripSaga.Buy(saga, "insurance");
        }, "papers"));
        return Tell(world, static () => new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "flight");
            saga.SubSaga("papers", "papers", context => context.Data);
            TripSaga.Buy(saga, "hotel");
        }), hasParts: true);
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

    private static Action Tell(SagaWorld world, Func<TripSaga> saga, bool signals = false, bool hasParts = false)
    {
        var shops = new Dictionary<string, Shop>(StringComparer.Ordinal);
        var random = world.Random;
        world.AddSaga(saga());
        world.Grains.Add<IShopGrain>(key =>
        {
            var shop = shops[key] = new Shop();
            shop.Answer = _ => random.NextDouble() switch
            {
                < 0.05 => StepResult.Transient("shop.busy", "Busy."),
                < 0.10 => StepResult.Pending(),
                < 0.13 => throw new InvalidOperationException("A bug."),
                < 0.16 => throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "Down for a moment."),
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
            Operators.LookAfter(world, "trip", $"{key}", Operators.All);
            if (hasParts)
                Operators.LookAfter(world, "papers", $"{key}.papers", Operators.All);
        }
        return () =>
        {
            var effects = shops.Values.SelectMany(shop => shop.Effects).ToArray();
            Assert.Equal(effects.Length, effects.Distinct().Count());
            foreach (var key in new[] { "1", "2", "3" })
            {
                if (!Operators.HasWord(world.Events("trip", key))
                    && !Operators.HasWord(world.Events("papers", $"{key}.papers")))
                {
                    CheckEffects(world.View("trip", key), effects);
                }
            }
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
}
