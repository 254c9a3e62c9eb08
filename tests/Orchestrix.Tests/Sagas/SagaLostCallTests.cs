using Orchestrix.Errors;
using Orchestrix.Retry;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>A call of a lost activation may still arrive, and then has its effect.</summary>
public sealed class SagaLostCallTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly List<TimeSpan> _asked = [];
    private readonly List<TimeSpan> _undone = [];
    private StepFailureKind[] _parkOn = [];
    private SagaBench _bench = null!;

    [Fact]
    public void A_lost_attempt_is_not_taken_for_the_next_one_if_that_cannot_be_recorded_at_once()
    {
        Lose(StepResult.Transient("shop.busy", "Busy."));
        var isDown = true;
        _bench.World.Seams.AtSeam = where =>
        {
            if (!isDown || !where.StartsWith("before append", StringComparison.Ordinal))
                return;
            isDown = false;
            throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "Down for a moment.");
        };

        _bench.Do(saga => saga.CancelAsync(new SagaAct("ada", "changed her mind")), TimeSpan.FromMinutes(2));

        Assert.Equal(SagaStatus.Compensated, _bench.View.Status);
        Assert.Single(_bench.Events.OfType<SagaStepFailed>(),
            failed => failed is { Attempt: 1, Code: SagaRefusals.Interrupted });
        Assert.Single(_undone);
    }

    [Fact]
    public void A_refusal_is_not_for_good_while_a_lost_call_may_arrive()
    {
        Lose(StepResult.Final("shop.sold-out", "Sold out."), StepResult.Done());

        _bench.World.Pass(Soon);
        Assert.Equal((SagaStatus.Running, 2), (_bench.View.Status, _asked.Count));
        _bench.World.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal((SagaStatus.Completed, 3), (_bench.View.Status, _asked.Count));
    }

    [Fact]
    public void Nothing_is_undone_while_a_lost_call_may_arrive()
    {
        Lose(StepResult.Unknown("shop.odd", "Odd."));

        _bench.World.Pass(Soon);
        Assert.Empty(_undone);
        _bench.World.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(SagaStatus.Compensated, _bench.View.Status);
        Assert.InRange(_undone.Single() - _asked[1], TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
    }

    /// <summary>A person is fast, and what is on its way is not forgotten by that.</summary>
    [Fact]
    public void A_person_who_retries_at_once_does_not_make_a_refusal_final_while_a_lost_call_may_arrive()
    {
        _parkOn = [StepFailureKind.Unknown];
        Lose(StepResult.Unknown("shop.odd", "Odd."), StepResult.Final("shop.sold-out", "Sold out."), StepResult.Done());
        _bench.World.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal((SagaStatus.Parked, "hotel"), (_bench.View.Status, _bench.View.ParkedAt));

        _bench.Do(saga => saga.RetryStepAsync("hotel", new SagaAct("ops", "looked into it")), TimeSpan.FromSeconds(5));
        Assert.Equal((SagaStatus.Running, 3), (_bench.View.Status, _asked.Count));
        _bench.World.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal((SagaStatus.Completed, 4), (_bench.View.Status, _asked.Count));
    }

    [Fact]
    public void Nothing_is_undone_while_a_call_that_was_begun_before_the_deadline_may_arrive()
    {
        _bench = new SagaBench(new TripSaga(saga => saga
            .Step("hotel", (_, _) =>
            {
                _asked.Add(_bench.World.Time.Elapsed);
                return new TaskCompletionSource<StepResult>().Task;
            })
            .Compensate((_, _) =>
            {
                _undone.Add(_bench.World.Time.Elapsed);
                return Task.FromResult(StepResult.Done());
            })
            .Deadline(TimeSpan.FromSeconds(1))));

        _bench.Run();

        Assert.Equal((SagaStatus.Compensated, SagaRefusals.AttemptTimedOut),
            (_bench.View.Status, _bench.View.ReasonCode));
        Assert.InRange(_undone.Single() - _asked.Single(), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
    }

    /// <summary>The first call is on its way when the silo is lost; the next ones are answered with these.</summary>
    private void Lose(params StepResult[] answers)
    {
        _bench = new SagaBench(new TripSaga(saga => saga
            .Step("hotel", (_, _) =>
            {
                _asked.Add(_bench.World.Time.Elapsed);
                return _asked.Count == 1
                    ? new TaskCompletionSource<StepResult>().Task
                    : Task.FromResult(answers[Math.Min(_asked.Count - 2, answers.Length - 1)]);
            })
            .Compensate((_, _) =>
            {
                _undone.Add(_bench.World.Time.Elapsed);
                return Task.FromResult(StepResult.Done());
            })
            .ParkOn(_parkOn)
            .Retry(new NoRetry())));
        _bench.Start(TimeSpan.FromSeconds(1));
        _bench.World.Crash();
    }
}
