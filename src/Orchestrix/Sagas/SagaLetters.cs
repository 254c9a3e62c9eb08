using System.Globalization;
using Orchestrix.DeadLetters;
using Orchestrix.Errors;
using Orleans.Runtime;

namespace Orchestrix.Sagas;

/// <summary>
/// Does what people have asked of the dead letters of parked sagas: a replay tries the step that the saga is parked at
/// again. The index resolves the letter when the saga has gone on; if the saga refuses, the letter says so. Used by one
/// watchdog, so that a replay is done once; after a crash it is asked for again, under the same command id.
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
    private Dictionary<long, DateTimeOffset> _round = [];
    private long? _before;

    /// <summary>
    /// Does the replays of one page of those that were asked for; the next look goes on with the next page, so that
    /// none waits for ever behind others.
    /// </summary>
    public async Task ReplayAsync()
    {
        try
        {
            var page = await letters.ListAsync(Asked, _before, MaxCount);
            var waiting = new Queue<DeadLetter>(page.Letters);
            await Task.WhenAll(Enumerable.Range(0, services.Options.ScanConcurrency).Select(_ => NextAsync(waiting)));
            _before = page.NextBefore;
            if (_before is null)
                (_done, _round) = (_round, []);
        }
        // The next look is soon.
        catch (Exception exception)
        {
            Log.LettersFailed(services.Logger, exception);
        }
    }

    private async Task NextAsync(Queue<DeadLetter> waiting)
    {
        while (waiting.TryDequeue(out var letter))
        {
            if (_done.GetValueOrDefault(letter.Id) == letter.UpdatedAt || await TryReplayAsync(letter))
                _round[letter.Id] = letter.UpdatedAt;
        }
    }

    private async Task<bool> TryReplayAsync(DeadLetter letter)
    {
        try
        {
            if (await RefusalAsync(letter) is { } refusal)
                await RefuseAsync(letter, refusal);
            return true;
        }
        // What is out of reach now is asked again in the next round.
        catch (Exception exception) when (exception is EventStoreUnavailableException or SiloUnavailableException
            or OrleansMessageRejectionException or TimeoutException or OperationCanceledException
            or ConcurrencyException or UncertainOutcomeException)
        {
            Log.ReplayFailed(services.Logger, exception, letter.Id);
            return false;
        }
        // The saga cannot be loaded.
        catch (Exception exception)
        {
            Log.ReplayFailed(services.Logger, exception, letter.Id);
            return await TryRefuseAsync(letter, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private async Task<bool> TryRefuseAsync(DeadLetter letter, string reason)
    {
        try
        {
            await RefuseAsync(letter, reason);
            return true;
        }
        catch (Exception exception)
        {
            Log.ReplayFailed(services.Logger, exception, letter.Id);
            return false;
        }
    }

    private async Task RefuseAsync(DeadLetter letter, string reason) => await letters.DecideAsync(
        letter.Id, DeadLetterActKind.Refuse, new DeadLetterDecision(DeadLetterAct.Engine, SagaText.Clean(reason)));

    /// <summary>Does the replay; what speaks against it, or null.</summary>
    private async Task<string?> RefusalAsync(DeadLetter letter)
    {
        if (letter.Stream is not { } stream)
            return "The letter names no saga.";
        var found = await letters.FindAsync(letter.Id);
        if (found?.Acts.LastOrDefault(static act => act.Kind == DeadLetterActKind.Replay) is not { } asked)
            return null;
        var saga = grains.GetGrain<ISagaGrain>(GrainId.Create(stream.GrainType, stream.Key));
        var view = await saga.GetAsync();
        switch (view.Status)
        {
            case SagaStatus.None:
                return $"{SagaRefusals.NotFound}: No saga was started under this id.";
            // It has ended by other means, and the letter is of no use any more.
            case SagaStatus.Completed or SagaStatus.Compensated:
                await letters.ResolveAsync(letter.Id);
                return null;
            case SagaStatus.Parked when view.ParkedAt is { } step:
                var act = new SagaAct(asked.Actor, asked.Reason) { CommandId = CommandId(letter, asked) };
                return (await saga.RetryStepAsync(step, act)).Refusal is { } refusal
                    ? $"{refusal.Code}: {refusal.Message}" : null;
            // Without a step it waits for its definition, and goes on by itself where that is known.
            default:
                await saga.WakeAsync();
                view = await saga.GetAsync();
                return view.Status == SagaStatus.Parked ? $"{view.ReasonCode}: {view.Reason}" : null;
        }
    }

    private static string CommandId(DeadLetter letter, DeadLetterAct asked) =>
        string.Create(CultureInfo.InvariantCulture, $"dead-letter/{letter.Id}/{asked.At.UtcTicks}");
}
