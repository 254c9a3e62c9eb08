using Orchestrix.Errors;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>Two activations of one saga: the log decides which of them drives it, and the other one ends.</summary>
public sealed class SagaConflictTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly List<TaskCompletionSource<StepResult>> _asked = [];
    private readonly SagaBench _bench;

    public SagaConflictTests() => _bench = new SagaBench(new TripSaga(saga =>
    {
        saga.Step("hotel", (_, _) =>
        {
            _asked.Add(new TaskCompletionSource<StepResult>());
            return _asked[^1].Task;
        }).NothingToUndo();
        TripSaga.Buy(saga, "car");
    }));

    [Fact]
    public void The_activation_that_meets_a_conflict_stops_and_asks_nobody_any_more()
    {
        _bench.Start(TimeSpan.FromSeconds(1));
        var first = _bench.World.Split(StreamOfTrip);
        _bench.Do(saga => saga.WakeAsync(), TimeSpan.FromSeconds(1));
        Assert.Equal(2, _asked.Count);
        Assert.False(first.IsStopped);

        // It learns an answer, and cannot record it: the other one has recorded its own intent.
        _asked[0].SetResult(StepResult.Done());
        _bench.World.Pass(TimeSpan.FromSeconds(1));
        Assert.True(first.IsStopped);
        Assert.Equal(SagaStepStatus.InFlight, _bench.View.Steps.Single().Status);

        _asked[1].SetResult(StepResult.Done());
        _bench.World.Pass(Minute);
        Assert.Equal((SagaStatus.Completed, 1), (_bench.View.Status, _bench.Shop("car").Sold));
        Assert.Equal((2, 1), (_asked.Count, _bench.Shop("car").Calls.Count));
    }

    /// <summary>Whoever calls hears of the conflict; the next call must not meet the same state.</summary>
    [Fact]
    public async Task An_activation_whose_caller_meets_a_conflict_stops_too()
    {
        _bench.Start(TimeSpan.FromSeconds(1));
        var first = _bench.World.Split(StreamOfTrip);
        _bench.Do(saga => saga.WakeAsync(), TimeSpan.FromSeconds(1));

        var call = _bench.World.Scheduler.Start(() => first.ActAsync(static (state, now) =>
            SagaActs.Cancel(state, new SagaAct("ada", "changed her mind"), now)));
        _bench.World.Pass(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<ConcurrencyException>(() => call);
        Assert.True(first.IsStopped);
        Assert.False(_bench.View.IsCancelled);
    }

    /// <summary>One that went on would ask for the car under a state of its own.</summary>
    [Fact]
    public void Nothing_of_what_it_was_about_to_do_is_done()
    {
        _bench.Start(TimeSpan.FromSeconds(1));
        _bench.World.Split(StreamOfTrip);
        _bench.Do(saga => saga.CancelAsync(new SagaAct("ada", "changed her mind")), TimeSpan.FromSeconds(1));

        _asked[0].SetResult(StepResult.Done());
        _bench.World.Pass(Minute);
        _asked[1].SetResult(StepResult.Final("hotel.full", "Full."));
        _bench.World.Pass(Minute);
        // The other one lost the first call: it asks again when that cannot arrive any more.
        _asked[2].SetResult(StepResult.Final("hotel.full", "Full."));
        _bench.World.Pass(Minute);

        Assert.Equal(SagaStatus.Compensated, _bench.View.Status);
        Assert.Empty(_bench.Shop("car").Calls);
        _bench.World.CheckHistories();
    }

    private static Orchestrix.Events.StreamId StreamOfTrip => Orchestrix.Events.StreamId.For("trip", "1");
}
