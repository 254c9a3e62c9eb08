using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>Undoing: what, in which order, and what happens when that fails too.</summary>
public sealed class SagaCompensationTests
{
    private static readonly SagaAct Act = new("ops@bank", "looked into it");

    private static StepResult No => StepResult.Final("shop.sold-out", "Sold out.");

    [Fact]
    public void What_was_done_is_undone_in_reverse_order_and_the_step_that_failed_is_not()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("car").Answer = _ => No;

        var view = bench.Run();

        Assert.Equal((SagaStatus.Compensated, "shop.sold-out"), (view.Status, view.ReasonCode));
        Assert.Equal(
            ["hotel", "flight"],
            bench.Events.OfType<SagaCompensationSucceeded>().Select(@event => @event.Step));
        Assert.Equal((0, 0, 1),
            (bench.Shop("flight").Sold, bench.Shop("hotel").Sold, bench.Shop("car").Calls.Count));
    }

    [Fact]
    public void A_transient_failure_is_tried_again_and_costs_nothing_if_it_passes()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("hotel").Answer = _ =>
            bench.Shop("hotel").Calls.Count < 3 ? StepResult.Transient("shop.busy", "Busy.") : null;

        Assert.Equal(SagaStatus.Completed, bench.Run().Status);
        Assert.Equal(3, bench.View.Steps[1].Attempts);
        Assert.Equal(TimeSpan.FromSeconds(2), bench.World.Time.Elapsed);
    }

    [Fact]
    public void Retries_end_and_a_step_that_surely_had_no_effect_is_not_undone()
    {
        var bench = new SagaBench(TripSaga.Sequential(retries: 2));
        bench.Shop("hotel").Answer = id => Undo(id) ? null : StepResult.Transient("shop.busy", "Busy.");

        Assert.Equal(SagaStatus.Compensated, bench.Run().Status);
        Assert.Equal(3, bench.Shop("hotel").Calls.Count);
        Assert.Equal(["flight"], bench.Events.OfType<SagaCompensationSucceeded>().Select(@event => @event.Step));
    }

    [Fact]
    public void A_refusal_of_another_tenants_grain_does_not_say_that_the_step_had_no_effect()
    {
        var bench = new SagaBench(TripSaga.Sequential(retries: 2));
        // The participant has committed when a grain that it calls in its turn refuses.
        bench.Shop("hotel").Answer = id =>
            Undo(id) ? null : throw new TenantMismatchException(StreamId.For("card", "globex~1"), "acme");

        Assert.Equal(SagaStatus.Compensated, bench.Run().Status);
        Assert.Equal(
            ["hotel", "flight"], bench.Events.OfType<SagaCompensationSucceeded>().Select(@event => @event.Step));
    }

    [Fact]
    public void A_step_that_may_have_taken_effect_is_undone_too()
    {
        var bench = new SagaBench(TripSaga.Sequential(retries: 2));
        bench.Shop("hotel").Answer = id => Undo(id) ? null : throw new TimeoutException();

        Assert.Equal(SagaStatus.Compensated, bench.Run().Status);
        Assert.Equal(
            ["hotel", "flight"], bench.Events.OfType<SagaCompensationSucceeded>().Select(@event => @event.Step));
    }

    [Fact]
    public void A_sure_no_after_an_unknown_outcome_settles_it()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("hotel").Answer = _ => bench.Shop("hotel").Calls.Count == 1 ? throw new TimeoutException() : No;

        Assert.Equal(SagaStatus.Compensated, bench.Run().Status);
        Assert.Equal(["flight"], bench.Events.OfType<SagaCompensationSucceeded>().Select(@event => @event.Step));
    }

    [Fact]
    public void An_unknown_outcome_parks_if_the_definition_wants_that()
    {
        var bench = new SagaBench(new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "flight");
            TripSaga.Buy(saga, "hotel", retries: 1).ParkOn(StepFailureKind.Unknown);
        }));
        bench.Shop("hotel").Answer = _ => throw new TimeoutException();

        var view = bench.Run();

        Assert.Equal((SagaStatus.Parked, SagaRefusals.StepFailed, "hotel"),
            (view.Status, view.ReasonCode, view.ParkedAt));
    }

    [Fact]
    public void A_failed_compensation_parks_and_is_never_called_compensated()
    {
        var bench = BrokenUndo();

        Assert.Equal((SagaStatus.Parked, SagaRefusals.CompensationFailed, "hotel"),
            (bench.View.Status, bench.View.ReasonCode, bench.View.ParkedAt));
        Assert.DoesNotContain(bench.Events, @event => @event is SagaCompensated);
        Assert.Equal(1, bench.Shop("flight").Sold);
    }

    [Fact]
    public void A_person_can_have_a_parked_step_tried_again()
    {
        var bench = BrokenUndo();
        bench.Shop("hotel").Answer = static _ => null;

        var view = bench.Do(saga => saga.RetryStepAsync("hotel", Act), TimeSpan.FromMinutes(1));

        Assert.Equal((SagaStatus.Compensated, 0), (view.Status, bench.Shop("flight").Sold));
        Assert.Equal(Act.Actor, bench.Events.OfType<SagaStepRetried>().Single().Actor);
    }

    [Fact]
    public void A_person_can_pass_over_a_parked_compensation()
    {
        var bench = BrokenUndo();

        var view = bench.Do(saga => saga.SkipStepAsync("hotel", Act), TimeSpan.FromMinutes(1));

        Assert.Equal((SagaStatus.Compensated, 0), (view.Status, bench.Shop("flight").Sold));
        Assert.Equal(Act.Reason, bench.Events.OfType<SagaCompensationSkipped>().Single().Reason);
    }

    [Fact]
    public void A_person_can_end_a_parked_saga_by_hand_and_force_the_undoing_of_a_step_that_is_unsure()
    {
        var ended = BrokenUndo();
        ended.Do(saga => saga.EndByHandAsync(SagaStatus.Compensated, Act));
        var forced = new SagaBench(new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "flight");
            TripSaga.Buy(saga, "hotel", retries: 1).ParkOn(StepFailureKind.Unknown);
        }));
        forced.Shop("hotel").Answer = id => Undo(id) ? null : throw new TimeoutException();
        forced.Run();
        forced.Do(saga => saga.ForceCompensationAsync(Act), TimeSpan.FromMinutes(1));

        Assert.Equal(SagaStatus.Compensated, ended.View.Status);
        Assert.Equal((SagaStatus.Compensated, 0), (forced.View.Status, forced.Shop("flight").Sold));
    }

    [Fact]
    public void Acts_that_do_not_fit_are_refused()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        var codes = new List<string?>();
        bench.Do(async saga => codes.Add((await saga.CancelAsync(Act)).Refusal?.Code));
        bench.Run();
        bench.Do(async saga => codes.Add((await saga.CancelAsync(Act)).Refusal?.Code));
        bench.Do(async saga => codes.Add((await saga.RetryStepAsync("car", Act)).Refusal?.Code));
        var parked = BrokenUndo();
        parked.Do(async saga => codes.Add((await saga.RetryStepAsync("flight", Act)).Refusal?.Code));
        parked.Do(async saga => codes.Add((await saga.ForceCompensationAsync(Act)).Refusal?.Code));

        Assert.Equal(
            [SagaRefusals.NotFound, SagaRefusals.Ended, SagaRefusals.Ended, SagaRefusals.NoSuchStep,
                SagaRefusals.Compensating],
            codes);
    }

    [Fact]
    public void A_cancelled_saga_undoes_what_it_did()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("car").Answer = _ => StepResult.Pending();
        bench.Start(TimeSpan.FromMinutes(1));
        bench.Shop("car").Answer = static _ => null;

        var view = bench.Do(saga => saga.CancelAsync(Act), TimeSpan.FromMinutes(1));

        Assert.Equal((SagaStatus.Compensated, SagaRefusals.Cancelled, true),
            (view.Status, view.ReasonCode, view.IsCancelled));
        Assert.Equal((0, 0, 0), (bench.Shop("flight").Sold, bench.Shop("hotel").Sold, bench.Shop("car").Sold));
    }

    [Fact]
    public void A_pending_step_gives_up_at_its_deadline()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("car").Answer = id => Undo(id) ? null : StepResult.Pending();

        var view = bench.Run();

        Assert.Equal((SagaStatus.Compensated, SagaRefusals.DeadlinePassed), (view.Status, view.ReasonCode));
        Assert.Equal(TimeSpan.FromMinutes(5), bench.World.Time.Elapsed);
        // Asked less and less often, or a hundred thousand waiting sagas would keep the log busy.
        Assert.InRange(bench.Shop("car").Calls.Count, 5, 12);
    }

    [Fact]
    public void A_pending_compensation_gives_up_at_its_deadline_and_parks()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("car").Answer = _ => No;
        bench.Shop("hotel").Answer = id => Undo(id) ? StepResult.Pending() : null;

        var view = bench.Run();

        Assert.Equal((SagaStatus.Parked, SagaRefusals.CompensationFailed, "hotel"),
            (view.Status, view.ReasonCode, view.ParkedAt));
        Assert.Equal(TimeSpan.FromHours(1), bench.World.Time.Elapsed);
    }

    [Fact]
    public void An_answer_about_a_pending_step_that_comes_after_the_end_changes_nothing()
    {
        var asks = 0;
        var bench = new SagaBench(new TripSaga(saga => saga
            .Step("hotel", (_, _) => asks++ == 0
                ? Task.FromResult(StepResult.Pending())
                : new TaskCompletionSource<StepResult>().Task)
            .Compensate((_, _) => Task.FromResult(StepResult.Done()))));
        bench.Start(TimeSpan.FromSeconds(5));
        Assert.Equal(2, asks);

        bench.Do(saga => saga.CancelAsync(Act));
        Assert.Equal(SagaStatus.Compensated, bench.View.Status);
        bench.World.Pass(TimeSpan.FromMinutes(1));

        Assert.IsType<SagaCompensated>(bench.Events[^1]);
    }

    private static SagaBench BrokenUndo()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("car").Answer = _ => No;
        bench.Shop("hotel").Answer = id => Undo(id) ? throw new TimeoutException() : null;
        bench.Run();
        return bench;
    }

    private static bool Undo(string commandId) => commandId.EndsWith("/undo", StringComparison.Ordinal);
}
