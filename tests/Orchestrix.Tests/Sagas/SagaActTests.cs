using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>What people can do about a saga that a function of its definition has stopped.</summary>
public sealed class SagaActTests
{
    private static readonly SagaAct Act = new("ops@bank", "looked into it");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private bool _isBroken = true;

    [Fact]
    public void A_step_whose_condition_threw_can_be_tried_again()
    {
        var bench = Conditional();
        Assert.Equal((SagaStatus.Parked, SagaRefusals.DefinitionFailed, "hotel"),
            (bench.View.Status, bench.View.ReasonCode, bench.View.ParkedAt));
        _isBroken = false;

        bench.Do(saga => saga.RetryStepAsync("hotel", Act), Minute);

        // The condition has its say: a retry does not force the step.
        Assert.Equal((SagaStatus.Completed, 0), (bench.View.Status, bench.Shop("hotel").Sold));
    }

    [Fact]
    public void A_step_whose_condition_threw_can_be_passed_over()
    {
        var bench = Conditional();

        bench.Do(saga => saga.SkipStepAsync("hotel", Act), Minute);

        Assert.Equal((SagaStatus.Completed, 1, 0),
            (bench.View.Status, bench.Shop("flight").Sold, bench.Shop("hotel").Sold));
    }

    [Fact]
    public void A_message_that_cannot_be_judged_is_judged_again_and_makes_way_for_another()
    {
        var bench = new SagaBench(new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "flight");
            saga.Wait("decision", "approval", TimeSpan.FromHours(1)).Accept<Approval>((_, _) => StepResult.Done());
            TripSaga.Buy(saga, "hotel");
        }));
        bench.Start(Minute);
        bench.Do(saga => saga.SignalAsync(new SagaMessage("m1", "approval", "[]")));
        Assert.Equal((SagaStatus.Parked, "decision"), (bench.View.Status, bench.View.ParkedAt));

        bench.Do(saga => saga.RetryStepAsync("decision", Act), Minute);
        Assert.Equal((SagaStatus.Parked, SagaRefusals.DefinitionFailed, "decision"),
            (bench.View.Status, bench.View.ReasonCode, bench.View.ParkedAt));
        bench.Do(saga => saga.SignalAsync(new SagaMessage("m2", "approval", """{"isYes":true}""")));
        bench.Do(saga => saga.RetryStepAsync("decision", Act), Minute);

        Assert.Equal((SagaStatus.Completed, 1), (bench.View.Status, bench.Shop("hotel").Sold));
        Assert.DoesNotContain(bench.Events, static @event => @event is SagaStepIntended { Step: "decision" });
    }

    [Fact]
    public void A_saga_is_not_parked_while_a_branch_of_it_is_being_asked()
    {
        var slow = new TaskCompletionSource<StepResult>();
        var bench = new SagaBench(new TripSaga(saga => saga.Parallel(
            flight => flight.Step("flight", (_, _) => slow.Task).NothingToUndo(),
            stay =>
            {
                TripSaga.Buy(stay, "visa");
                TripSaga.Buy(stay, "hotel").When(_ => throw new InvalidOperationException("A bug."));
            })));
        bench.Start(TimeSpan.FromSeconds(1));
        bench.Do(saga => saga.EndByHandAsync(SagaStatus.Compensated, Act));
        Assert.Equal(SagaStatus.Running, bench.View.Status);

        slow.SetResult(StepResult.Done());
        bench.World.Pass(Minute);

        Assert.Equal((SagaStatus.Parked, "hotel"), (bench.View.Status, bench.View.ParkedAt));
        Assert.Equal(SagaStepStatus.Succeeded, bench.View.Steps.Single(step => step.Name == "flight").Status);
    }

    [Fact]
    public void A_saga_that_is_not_parked_takes_no_act_but_a_cancellation()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("hotel").Answer = static _ => StepResult.Pending();
        bench.Start(Minute);
        var codes = new List<string?>();

        bench.Do(async saga => codes.Add((await saga.RetryStepAsync("hotel", Act)).Refusal?.Code));
        bench.Do(async saga => codes.Add((await saga.SkipStepAsync("hotel", Act)).Refusal?.Code));
        bench.Do(async saga => codes.Add((await saga.ForceCompensationAsync(Act)).Refusal?.Code));
        bench.Do(async saga => codes.Add((await saga.EndByHandAsync(SagaStatus.Completed, Act)).Refusal?.Code));

        Assert.Equal(Enumerable.Repeat(SagaRefusals.NotParked, 4), codes);
        Assert.Equal((SagaStatus.Running, SagaStepStatus.Pending), (bench.View.Status, bench.View.Steps[1].Status));
    }

    private SagaBench Conditional()
    {
        var bench = new SagaBench(new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "flight");
            TripSaga.Buy(saga, "hotel").When(_ => _isBroken ? throw new InvalidOperationException("A bug.") : false);
        }));
        bench.Run();
        return bench;
    }

    private sealed record Approval(bool IsYes);
}
