using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>A clock on the wall that is set forward for a moment, and back again.</summary>
public sealed class SagaClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly SagaBench _bench = new(TripSaga.Sequential());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_became_due_under_a_wrong_clock_is_due_when_it_should_be(bool isLost)
    {
        var isBusy = true;
        _bench.Shop("hotel").Answer = _ => isBusy ? StepResult.Transient("shop.busy", "Busy.") : null;
        _bench.World.Time.Jump(Hour);
        _bench.Start(TimeSpan.FromSeconds(0.5));
        Assert.Equal(SagaStepStatus.Backoff, _bench.View.Steps[1].Status);
        _bench.World.Time.Jump(-Hour);
        isBusy = false;
        if (isLost)
            _bench.World.Crash();

        _bench.World.Pass(TimeSpan.FromSeconds(isLost ? 10 : 2));

        Assert.Equal(SagaStatus.Completed, _bench.View.Status);
        _bench.World.CheckHistories();
    }

    /// <summary>It is lost while it waits, and the clock is right again before anybody looks for it.</summary>
    [Fact]
    public void A_wait_that_began_under_a_wrong_clock_ends_in_time()
    {
        var bench = new SagaBench(new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "flight");
            saga.Wait("decision", "approval", TimeSpan.FromMinutes(1));
        }));
        bench.World.Time.Jump(24 * Hour);
        bench.Start(TimeSpan.FromSeconds(1));
        bench.World.Time.Jump(-24 * Hour);
        bench.World.Crash();

        bench.World.Pass(TimeSpan.FromSeconds(70));

        Assert.Equal((SagaStatus.Compensated, SagaRefusals.WaitTimedOut), (bench.View.Status, bench.View.ReasonCode));
    }
}
