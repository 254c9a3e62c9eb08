using Orchestrix.Appending;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.TestKit.Sagas;

/// <summary>The places where a simulation lets things go wrong: around each append and each call.</summary>
internal sealed class SagaSeams(SagaWorld world, SagaFaults faults) : IEventAppender, IParticipantSeam
{
    /// <summary>Acts at a seam that has a number of its own: for tests that crash at each of them in turn.</summary>
    public Action<string>? AtSeam { get; set; }

    public async Task<AppendResult> AppendAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var what = $"append to {commit.Stream}, {string.Join(", ", commit.Events.Select(one => one.EventType))}";
        await PassAsync($"before {what}");
        if (Happens(faults.StoreUnavailable, $"store unavailable: {what}"))
            throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "Down for a moment.");
        if (Happens(faults.ReplyLost / 2, $"nothing written and reply lost: {what}"))
            throw new UncertainOutcomeException(commit.Stream, commit.CommitId, null);
        var results = await world.Store.AppendAsync([commit], cancellationToken);
        await PassAsync($"after {what}");
        if (Happens(faults.ReplyLost / 2, $"reply lost: {what}"))
            throw new UncertainOutcomeException(commit.Stream, commit.CommitId, null);
        return results[0];
    }

    public async Task<T> CallAsync<T>(string what, Func<Task<T>> call)
    {
        await Task.Yield();
        await PassAsync($"before {what}");
        if (Happens(faults.RequestLost, $"request lost: {what}"))
            throw await LateAsync();
        var alive = world.Crashes;
        if (Happens(faults.Delay, $"delayed: {what}"))
            await DelayAsync(5);
        // What a lost silo had not delivered is lost with its connections.
        if (world.Crashes != alive)
            await world.Time.WaitAsync(Timeout.InfiniteTimeSpan);
        if (Happens(faults.Duplicate, $"delivered twice: {what}"))
            await call();
        var answer = await call();
        await PassAsync($"after {what}");
        if (Happens(faults.AnswerLost, $"answer lost: {what}"))
            throw await LateAsync();
        if (Happens(faults.AnswerLate, $"answer late: {what}"))
            await DelayAsync(120);
        return answer;
    }

    /// <summary>A silo that is lost here never comes to the next line.</summary>
    private async Task PassAsync(string where)
    {
        var alive = world.Crashes;
        AtSeam?.Invoke(where);
        if (Happens(faults.ClockJump, $"clock set: {where}"))
            world.Time.Jump(TimeSpan.FromSeconds((world.Chance.NextDouble() * 120) - 60));
        if (Happens(faults.Crash, $"crash {where}"))
            world.Crash();
        if (world.Crashes != alive)
            await world.Time.WaitAsync(Timeout.InfiniteTimeSpan);
    }

    private async Task<TimeoutException> LateAsync()
    {
        await DelayAsync(20);
        return new TimeoutException("No answer.");
    }

    private Task DelayAsync(double seconds) =>
        world.Time.WaitAsync(TimeSpan.FromSeconds(world.Chance.NextDouble() * seconds));

    private bool Happens(double probability, string what) => world.Chance.Fault(probability, world.Time, what);
}
