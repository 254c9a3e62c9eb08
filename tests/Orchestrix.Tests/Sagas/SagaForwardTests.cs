using Orchestrix.Errors;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>Taking steps: one after the other, side by side, some of them, and waiting.</summary>
public sealed class SagaForwardTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Steps_are_taken_in_order_and_the_saga_completes()
    {
        var bench = new SagaBench(TripSaga.Sequential());

        Assert.Equal(SagaStatus.Completed, bench.Run().Status);
        Assert.Equal(["trip/1/flight", "trip/1/hotel", "trip/1/car"], bench.Effects);
    }

    [Fact]
    public void A_saga_of_two_steps_costs_three_commits()
    {
        var bench = new SagaBench(new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "flight");
            TripSaga.Buy(saga, "hotel");
        }));
        bench.Run();

        Assert.Equal(3, bench.Events.Count(@event => @event.Outlook is not null));
    }

    [Fact]
    public void The_intent_is_in_the_log_before_the_participant_is_asked()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        foreach (var step in new[] { "flight", "hotel", "car" })
        {
            bench.Shop(step).Answer = _ =>
            {
                Assert.Equal(step, Assert.IsType<SagaStepIntended>(bench.Events[^1]).Step);
                return null;
            };
        }
        Assert.Equal(SagaStatus.Completed, bench.Run().Status);
    }

    [Fact]
    public void Branches_run_side_by_side_and_what_follows_waits_for_all()
    {
        var bench = new SagaBench(new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "visa");
            saga.Parallel(
                flight => TripSaga.Buy(flight, "flight"),
                stay =>
                {
                    TripSaga.Buy(stay, "hotel");
                    TripSaga.Buy(stay, "spa");
                });
            TripSaga.Buy(saga, "party");
        }));
        bench.Shop("flight").Answer = _ => bench.World.Time.Elapsed < Minute ? StepResult.Pending(Minute) : null;

        var waiting = bench.Start(TimeSpan.FromSeconds(1));
        Assert.Equal(
            ["visa", "flight", "hotel", "spa"], waiting.Steps.Select(step => step.Name));
        Assert.Equal(SagaStepStatus.Pending, waiting.Steps[1].Status);
        bench.World.Pass(2 * Minute);
        Assert.Equal(SagaStatus.Completed, bench.View.Status);
        Assert.Equal("trip/1/party", bench.Effects.Last());
    }

    [Fact]
    public void A_step_whose_condition_does_not_hold_is_passed_over()
    {
        var bench = new SagaBench(new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "flight");
            TripSaga.Buy(saga, "hotel").When(context => context.Data.Nights > 5);
            TripSaga.Buy(saga, "car").When(context => context.Result<string>("flight").EndsWith("flight",
                StringComparison.Ordinal));
        }));

        Assert.Equal(SagaStatus.Completed, bench.Run().Status);
        Assert.Equal(["trip/1/flight", "trip/1/car"], bench.Effects);
        Assert.Equal(SagaStepStatus.Skipped, bench.View.Steps[1].Status);
    }

    [Fact]
    public void A_wait_goes_on_with_the_message_as_its_result()
    {
        var bench = new SagaBench(Approved());
        Assert.Equal(SagaStepStatus.Waiting, bench.Start(Minute).Steps[1].Status);

        var view = bench.Do(saga => saga.SignalAsync(new SagaMessage("m1", "approval", """{"isYes":true}""")));

        Assert.Equal(SagaStatus.Completed, view.Status);
        Assert.Contains("isYes", view.Steps[1].ResultJson, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_comes_before_it_is_waited_for_is_kept()
    {
        var bench = new SagaBench(Approved());
        bench.Shop("flight").Answer = _ => bench.World.Time.Elapsed < Minute ? StepResult.Pending(Minute) : null;
        bench.Start(TimeSpan.FromSeconds(1));

        bench.Do(saga => saga.SignalAsync(new SagaMessage("m1", "approval", """{"isYes":true}""")), 2 * Minute);

        Assert.Equal(SagaStatus.Completed, bench.View.Status);
    }

    [Fact]
    public void A_no_undoes_the_saga_and_so_does_nobody()
    {
        var (refused, late) = (new SagaBench(Approved()), new SagaBench(Approved()));
        refused.Start(Minute);
        refused.Do(saga => saga.SignalAsync(new SagaMessage("m1", "approval", """{"isYes":false}""")));
        late.Start(TimeSpan.FromHours(2));

        Assert.Equal((SagaStatus.Compensated, "trip.refused"), (refused.View.Status, refused.View.ReasonCode));
        Assert.Equal((SagaStatus.Compensated, SagaRefusals.WaitTimedOut), (late.View.Status, late.View.ReasonCode));
        Assert.Equal((0, 0), (refused.Shop("flight").Sold, late.Shop("flight").Sold));
    }

    [Fact]
    public void The_same_message_is_received_once_and_one_for_an_ended_saga_is_harmless()
    {
        var bench = new SagaBench(Approved());
        var answers = new List<SagaSignalStatus>();
        bench.Start(Minute);
        foreach (var (id, name) in new[]
            { ("a", "gossip"), ("m1", "approval"), ("m1", "approval"), ("m2", "approval") })
        {
            bench.Do(async saga => answers.Add(
                await saga.SignalAsync(new SagaMessage(id, name, """{"isYes":true}"""))));
        }

        Assert.Equal(
            [SagaSignalStatus.Ignored, SagaSignalStatus.Received, SagaSignalStatus.Repeated, SagaSignalStatus.Ignored],
            answers);
        Assert.Equal(SagaStatus.Completed, bench.View.Status);
    }

    [Fact]
    public async Task Starting_again_changes_nothing_and_starting_with_other_data_is_refused()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Run();
        var length = bench.Events.Count;
        var again = bench.World.StartAsync("trip", "1", new Trip("Ada"));
        var other = bench.World.StartAsync("trip", "1", new Trip("Bob"));
        bench.World.Pass(Minute);

        Assert.True((await again).IsRepeat);
        await Assert.ThrowsAsync<CommandIdReusedException>(() => other);
        Assert.Equal(length, bench.Events.Count);
    }

    private static TripSaga Approved() => new(saga =>
    {
        TripSaga.Buy(saga, "flight");
        saga.Wait("decision", "approval", TimeSpan.FromHours(1)).Accept<Approval>((_, approval) =>
            approval.IsYes ? StepResult.Done(approval) : StepResult.Final("trip.refused", "Somebody said no."));
        TripSaga.Buy(saga, "hotel");
    });

    private sealed record Approval(bool IsYes);
}
