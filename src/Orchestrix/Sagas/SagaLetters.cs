using Orchestrix.DeadLetters;

namespace Orchestrix.Sagas;

/// <summary>
/// Does what people have asked of the dead letters of parked sagas: a replay tries the step that the saga is parked at
/// again. The index resolves the letter when the saga has gone on. Used by one watchdog, so that a replay is done once;
/// after a crash it may be done twice, and the second time the step has either gone on or is tried once more.
/// </summary>
internal sealed class SagaLetters(IDeadLetterStore letters, IGrainFactory grains, SagaServices services)
{
    private const int MaxCount = 100;

    private static readonly DeadLetterFilter Asked = new()
    {
        Kind = DeadLetterKind.Saga,
        State = DeadLetterState.ReplayRequested,
    };

    private Dictionary<long, DateTimeOffset> _done = [];

    /// <summary>Does the replays that were asked for since it looked last.</summary>
    public async Task ReplayAsync()
    {
        var done = new Dictionary<long, DateTimeOffset>();
        foreach (var letter in (await letters.ListAsync(Asked, maxCount: MaxCount)).Letters)
        {
            if (_done.GetValueOrDefault(letter.Id) == letter.UpdatedAt || await TryReplayAsync(letter))
                done[letter.Id] = letter.UpdatedAt;
        }
        _done = done;
    }

    private async Task<bool> TryReplayAsync(DeadLetter letter)
    {
        try
        {
            if (letter.Stream is { } saga && await letters.FindAsync(letter.Id) is { } found)
                await ReplayAsync(grains.GetGrain<ISagaGrain>(GrainId.Create(saga.GrainType, saga.Key)), found);
            return true;
        }
        // The next look tries again.
        catch (Exception exception)
        {
            Log.ReplayFailed(services.Logger, exception, letter.Id);
            return false;
        }
    }

    private static async Task ReplayAsync(ISagaGrain saga, DeadLetterDetails found)
    {
        var view = await saga.GetAsync();
        var asked = found.Acts.LastOrDefault(static act => act.Kind == DeadLetterActKind.Replay);
        if (view is { Status: SagaStatus.Parked, ParkedAt: { } step } && asked is not null)
            await saga.RetryStepAsync(step, new SagaAct(asked.Actor, asked.Reason));
        // Without a step it waits for its definition, and goes on by itself where that is known.
        else
            await saga.WakeAsync();
    }
}
