using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>A saga that is a part of another one, and is undone with it.</summary>
public sealed class SagaPartTests
{
    private readonly SagaBench _bench = new(
        new TripSaga(
            saga =>
            {
                TripSaga.Buy(saga, "visa");
                TripSaga.Buy(saga, "insurance").ParkOn(StepFailureKind.Final);
            },
            "papers"),
        new TripSaga(saga =>
        {
            saga.SubSaga("papers", "papers", static context => context.Data);
            TripSaga.Buy(saga, "hotel");
        }));

    private SagaView Part => _bench.World.View("papers", "1.papers");

    [Fact]
    public void One_that_has_completed_is_undone_when_a_later_step_fails()
    {
        _bench.Shop("hotel").Answer = static _ => StepResult.Final("shop.sold-out", "Sold out.");

        Assert.Equal(SagaStatus.Compensated, _bench.Run().Status);

        Assert.Equal(SagaStatus.Compensated, Part.Status);
        Assert.Equal(
            ["papers/1.papers/visa", "papers/1.papers/visa/undo"], _bench.Shop("visa").Effects);
        Assert.Equal(0, _bench.Shop("insurance").Sold);
    }

    /// <summary>Whatever it is parked for, who began it wants it undone.</summary>
    [Fact]
    public void One_that_is_parked_is_undone_when_the_saga_is_cancelled()
    {
        _bench.Shop("insurance").Answer = static _ => StepResult.Final("shop.sold-out", "Sold out.");
        _bench.Start(TimeSpan.FromMinutes(1));
        Assert.Equal((SagaStatus.Parked, "insurance"), (Part.Status, Part.ParkedAt));

        _bench.Do(saga => saga.CancelAsync(new SagaAct("ada", "changed her mind")), TimeSpan.FromMinutes(5));

        Assert.Equal((SagaStatus.Compensated, SagaStatus.Compensated), (_bench.View.Status, Part.Status));
        Assert.Equal((1, 0), (_bench.Shop("visa").Effects.Count(IsBought), _bench.Shop("visa").Sold));
        Assert.Empty(_bench.Shop("hotel").Calls);

        static bool IsBought(string effect) => !effect.EndsWith("/undo", StringComparison.Ordinal);
    }
}
