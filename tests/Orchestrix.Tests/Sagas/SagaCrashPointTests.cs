using Orchestrix.Sagas;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>
/// The silo is lost before and after every append and every call, forwards and backwards, once in each run: the saga
/// always ends as it would have, and nothing happens twice.
/// </summary>
public sealed class SagaCrashPointTests
{
    [Fact]
    public void A_saga_that_completes_completes_whatever_the_moment_of_the_crash()
    {
        var points = CrashAtEach(static _ => { }, bench =>
        {
            Assert.Equal(SagaStatus.Completed, bench.View.Status);
            Assert.Equal(["trip/1/flight", "trip/1/hotel", "trip/1/car"], bench.Effects);
        });

        // Four commits and three calls, each with a before and an after.
        Assert.Equal(14, points);
    }

    [Fact]
    public void A_saga_that_is_undone_is_undone_whatever_the_moment_of_the_crash()
    {
        var points = CrashAtEach(
            bench => bench.Shop("car").Answer = static _ => StepResult.Final("shop.sold-out", "Sold out."),
            bench =>
            {
                Assert.Equal(SagaStatus.Compensated, bench.View.Status);
                Assert.Equal((1, 1, 0),
                    (Bought(bench, "flight"), Bought(bench, "hotel"), Bought(bench, "car")));
                Assert.Equal((0, 0), (bench.Shop("flight").Sold, bench.Shop("hotel").Sold));
            });

        Assert.Equal(22, points);
    }

    [Fact]
    public void A_saga_whose_undoing_fails_is_parked_whatever_the_moment_of_the_crash()
    {
        CrashAtEach(
            bench =>
            {
                bench.Shop("car").Answer = static _ => StepResult.Final("shop.sold-out", "Sold out.");
                bench.Shop("hotel").Answer = static id => id.EndsWith("/undo", StringComparison.Ordinal)
                    ? StepResult.Final("shop.stubborn", "Never.") : null;
            },
            bench =>
            {
                Assert.Equal((SagaStatus.Parked, "hotel"), (bench.View.Status, bench.View.ParkedAt));
                Assert.Equal((1, 1), (bench.Shop("flight").Sold, bench.Shop("hotel").Sold));
            });
    }

    [Fact]
    public void A_step_that_brings_down_its_silo_every_time_is_given_up()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.World.Seams.AtSeam = where =>
        {
            if (where == "before IShopGrain[hotel].BuyAsync")
                bench.World.Crash();
        };

        var view = bench.Run();

        Assert.Equal((SagaStatus.Compensated, SagaRefusals.Interrupted), (view.Status, view.ReasonCode));
        Assert.Equal(SagaLimits.MaxInterruptions + 1, bench.World.Crashes);
        Assert.Equal(0, bench.Shop("flight").Sold);
    }

    [Fact]
    public void A_compensation_that_brings_down_its_silo_every_time_is_given_up()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("car").Answer = static _ => StepResult.Final("shop.sold-out", "Sold out.");
        bench.World.Seams.AtSeam = where =>
        {
            if (where == "before IShopGrain[hotel].TakeBackAsync")
                bench.World.Crash();
        };

        var view = bench.Run();

        Assert.Equal((SagaStatus.Parked, SagaRefusals.CompensationFailed, "hotel"),
            (view.Status, view.ReasonCode, view.ParkedAt));
        Assert.Equal(SagaLimits.MaxInterruptions + 1, bench.World.Crashes);
    }

    private static int Bought(SagaBench bench, string shop) =>
        bench.Shop(shop).Effects.Count(effect => !effect.EndsWith("/undo", StringComparison.Ordinal));

    private static int CrashAtEach(Action<SagaBench> arrange, Action<SagaBench> check)
    {
        for (var point = 0; ; point++)
        {
            var bench = new SagaBench(TripSaga.Sequential());
            arrange(bench);
            var (passed, crashedAt) = (0, "");
            bench.World.Seams.AtSeam = where =>
            {
                if (passed++ != point)
                    return;
                crashedAt = where;
                bench.World.Crash();
            };
            bench.Run();
            try
            {
                check(bench);
            }
            catch (Exception exception)
            {
                throw new SagaSimulationException($"Crash {point}, {crashedAt}", exception);
            }
            if (crashedAt.Length == 0)
                return point;
        }
    }
}
