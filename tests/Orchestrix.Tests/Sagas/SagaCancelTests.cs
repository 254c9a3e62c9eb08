using Orchestrix.Retry;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>A cancellation while the last step, which cannot be undone, is under way.</summary>
public sealed class SagaCancelTests
{
    private static readonly SagaAct Act = new("ada", "changed her mind");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SagaBench _bench;
    private readonly TaskCompletionSource<StepResult> _slow = new();
    private Func<Task<StepResult>> _answer = static () => Task.FromResult(StepResult.Pending());

    public SagaCancelTests() => _bench = new SagaBench(new TripSaga(saga =>
    {
        TripSaga.Buy(saga, "flight");
        saga.Step("tip", (_, _) => _answer()).Retry(new NoRetry());
    }));

    [Fact]
    public void It_comes_too_late_if_the_step_takes_effect()
    {
        _answer = () => _slow.Task;
        _bench.Start(TimeSpan.FromSeconds(1));

        Assert.Equal(SagaStatus.Running, _bench.Do(saga => saga.CancelAsync(Act)).Status);
        _slow.SetResult(StepResult.Done());
        _bench.World.Pass(Minute);

        Assert.Equal((SagaStatus.Completed, 1), (_bench.View.Status, _bench.Shop("flight").Sold));
        Assert.Equal((true, null), (_bench.View.IsCancelled, _bench.View.ReasonCode));
    }

    [Fact]
    public void It_waits_for_the_outcome_of_a_pending_step()
    {
        _bench.Start(TimeSpan.FromSeconds(1));
        Assert.Equal(SagaStatus.Running, _bench.Do(saga => saga.CancelAsync(Act), Minute).Status);
        _answer = static () => Task.FromResult(StepResult.Done());

        _bench.World.Pass(2 * Minute);

        Assert.Equal((SagaStatus.Completed, 1), (_bench.View.Status, _bench.Shop("flight").Sold));
    }

    [Fact]
    public void It_undoes_the_saga_if_the_step_is_refused()
    {
        _bench.Start(TimeSpan.FromSeconds(1));
        _bench.Do(saga => saga.CancelAsync(Act), Minute);
        _answer = static () => Task.FromResult(StepResult.Final("tip.refused", "No tips."));

        // Somebody who looks after it makes it ask at once.
        _bench.Do(saga => saga.WakeAsync(), TimeSpan.FromSeconds(1));

        Assert.Equal((SagaStatus.Compensated, 0), (_bench.View.Status, _bench.Shop("flight").Sold));
    }

    [Fact]
    public void It_parks_where_the_outcome_can_be_asked_for_if_the_step_stays_pending()
    {
        _bench.Start(TimeSpan.FromSeconds(1));
        _bench.Do(saga => saga.CancelAsync(Act), TimeSpan.FromMinutes(10));
        Assert.Equal((SagaStatus.Parked, SagaRefusals.StepFailed, "tip"),
            (_bench.View.Status, _bench.View.ReasonCode, _bench.View.ParkedAt));
        _answer = static () => Task.FromResult(StepResult.Done());

        _bench.Do(saga => saga.RetryStepAsync("tip", Act), Minute);

        Assert.Equal(SagaStatus.Completed, _bench.View.Status);
    }
}
