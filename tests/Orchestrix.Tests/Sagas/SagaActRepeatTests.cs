using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>A request of a person that is sent again, since nobody knows whether it arrived.</summary>
public sealed class SagaActRepeatTests
{
    private static readonly SagaAct Act = new("ops@bank", "looked into it") { CommandId = "request-1" };
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SagaBench _bench = new(TripSaga.Sequential(retries: 0));

    public static TheoryData<string, Func<ISagaGrain, SagaAct, Task<CommandResult<SagaView>>>, Type> Acts => new()
    {
        { "retry", static (saga, act) => saga.RetryStepAsync("hotel", act), typeof(SagaStepRetried) },
        { "skip", static (saga, act) => saga.SkipStepAsync("hotel", act), typeof(SagaCompensationSkipped) },
        {
            "complete", static (saga, act) => saga.EndByHandAsync(SagaStatus.Compensated, act),
            typeof(SagaEndedByHand)
        },
    };

    /// <summary>Parked again at the same step in between: without an id it would be tried twice.</summary>
    [Theory]
    [MemberData(nameof(Acts))]
    public async Task An_act_is_done_once_for_one_command_id(
        string name, Func<ISagaGrain, SagaAct, Task<CommandResult<SagaView>>> send, Type @event)
    {
        ParkAtUndo();
        var first = await AnswerAsync(saga => send(saga, Act));
        _bench.World.Pass(Minute);
        var calls = _bench.Shop("hotel").Calls.Count;
        var before = _bench.View;

        _bench.World.Crash();
        var again = await AnswerAsync(saga => send(saga, Act));
        _bench.World.Pass(Minute);

        Assert.True(first.IsAccepted && again.IsAccepted, name);
        Assert.Equal((false, true), (first.IsRepeat, again.IsRepeat));
        Assert.Equal((calls, before.Version), (_bench.Shop("hotel").Calls.Count, _bench.View.Version));
        var only = Assert.Single(_bench.Events, each => each.GetType() == @event);
        Assert.Equal("request-1", only.CommandId);
    }

    [Fact]
    public async Task A_command_id_is_not_taken_for_another_act()
    {
        ParkAtUndo();
        await AnswerAsync(saga => saga.RetryStepAsync("hotel", Act));
        _bench.World.Pass(Minute);

        await Assert.ThrowsAsync<CommandIdReusedException>(
            () => AnswerAsync(saga => saga.SkipStepAsync("hotel", Act)));
        await Assert.ThrowsAsync<CommandIdReusedException>(
            () => AnswerAsync(saga => saga.RetryStepAsync("flight", Act)));
        Assert.Equal(SagaStatus.Parked, _bench.View.Status);
    }

    [Fact]
    public async Task To_cancel_a_parked_saga_again_is_the_same_cancellation()
    {
        var bench = new SagaBench(new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "flight");
            TripSaga.Buy(saga, "hotel", retries: 0).ParkOn(StepFailureKind.Final);
        }));
        bench.Shop("hotel").Answer = static _ => StepResult.Final("shop.sold-out", "Sold out.");
        bench.Start(Minute);
        var answers = new List<CommandResult<SagaView>>();

        bench.Do(async saga => answers.Add(await saga.CancelAsync(Act)), Minute);
        bench.Do(async saga => answers.Add(await saga.CancelAsync(Act)), Minute);

        Assert.Equal([false, true], answers.Select(static answer => answer.IsRepeat));
        Assert.Equal((SagaStatus.Compensated, 0), (bench.View.Status, bench.Shop("flight").Sold));
        await Assert.ThrowsAsync<CommandIdReusedException>(() => AnswerAsync(bench,
            saga => saga.EndByHandAsync(SagaStatus.Completed, Act)));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("a\nb")]
    public async Task A_command_id_is_a_short_line(string id)
    {
        ParkAtUndo();

        await Assert.ThrowsAsync<ArgumentException>(
            () => AnswerAsync(saga => saga.RetryStepAsync("hotel", Act with { CommandId = id })));
        await Assert.ThrowsAsync<ArgumentException>(
            () => AnswerAsync(saga => saga.RetryStepAsync("hotel", Act with { CommandId = new string('x', 201) })));
    }

    private void ParkAtUndo()
    {
        _bench.Shop("car").Answer = static _ => StepResult.Final("shop.sold-out", "Sold out.");
        _bench.Shop("hotel").Answer = static id => id.EndsWith("/undo", StringComparison.Ordinal)
            ? StepResult.Final("shop.stubborn", "Never.") : null;
        _bench.Start(Minute);
        Assert.Equal((SagaStatus.Parked, "hotel"), (_bench.View.Status, _bench.View.ParkedAt));
    }

    private Task<CommandResult<SagaView>> AnswerAsync(Func<ISagaGrain, Task<CommandResult<SagaView>>> send) =>
        AnswerAsync(_bench, send);

    private static async Task<CommandResult<SagaView>> AnswerAsync(
        SagaBench bench, Func<ISagaGrain, Task<CommandResult<SagaView>>> send)
    {
        CommandResult<SagaView>? answer = null;
        Exception? failure = null;
        bench.Do(
            async saga =>
            {
                try
                {
                    answer = await send(saga);
                }
                // What the client of the world would take for a failure of the story.
                catch (Exception exception) when (exception is CommandIdReusedException or ArgumentException)
                {
                    failure = exception;
                }
            },
            TimeSpan.FromSeconds(1));
        return failure is null ? answer! : await Task.FromException<CommandResult<SagaView>>(failure);
    }
}
