using System.Text.Json;
using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>Answers that nobody waits for any more, and activations whose state is no longer true.</summary>
public sealed class SagaLateAnswerTests
{
    private static readonly DateTimeOffset At = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void An_answer_to_an_attempt_that_was_given_up_is_not_one_to_the_next()
    {
        var machine = new SagaMachine(
            TripSaga.Sequential(), StreamId.For("trip", "1"), new JsonSerializerOptions(JsonSerializerOptions.Default));
        var state = SagaState.New.Apply(
        [
            new SagaStarted(1, JsonElement.Parse("{}"), null, null) { At = At },
            new SagaStepIntended("flight", 1, At + Minute, null) { At = At },
            new SagaStepFailed("flight", 1, StepFailureKind.Unknown, "shop.odd", "Odd.", At) { At = At },
            new SagaStepIntended("flight", 2, null, null) { At = At },
        ]);

        Assert.Null(Answer(1));
        Assert.IsType<SagaStepSucceeded>(Answer(2));

        SagaEvent? Answer(int attempt) => machine.Outcome(
            state, new SagaCall("flight", SagaPhase.Action, attempt, At + Minute), StepResult.Done(), At,
            Random.Shared);
    }

    [Fact]
    public void An_answer_about_a_pending_step_that_comes_while_it_is_undone_changes_nothing()
    {
        var (asks, late, undo) = (0, new TaskCompletionSource<StepResult>(), new TaskCompletionSource<StepResult>());
        var bench = new SagaBench(new TripSaga(saga => saga
            .Step("hotel", (_, _) => asks++ == 0 ? Task.FromResult(StepResult.Pending()) : late.Task)
            .Compensate((_, _) => undo.Task)));
        bench.Start(TimeSpan.FromSeconds(5));
        bench.Do(saga => saga.CancelAsync(new SagaAct("ada", "changed her mind")), TimeSpan.FromSeconds(1));
        Assert.Equal(SagaStatus.Compensating, bench.View.Status);

        late.SetResult(StepResult.Final("shop.sold-out", "Sold out."));
        bench.World.Pass(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(bench.Events, static @event => @event is SagaStepFailed);
        undo.SetResult(StepResult.Done());
        bench.World.Pass(Minute);

        Assert.Equal(SagaStatus.Compensated, bench.View.Status);
    }
}
