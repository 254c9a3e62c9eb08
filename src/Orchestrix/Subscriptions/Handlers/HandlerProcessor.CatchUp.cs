using Orchestrix.DeadLetters;
using Orchestrix.Events;

namespace Orchestrix.Subscriptions.Handlers;

/// <content>Handling what waits in parked streams after a person has decided.</content>
internal sealed partial class HandlerProcessor
{
    /// <summary>
    /// Handles waiting events that the reading of the log has passed already; what it has not passed comes by itself.
    /// </summary>
    /// <returns>True if there is more to do.</returns>
    private async Task<bool> CatchUpAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        var budget = options.CatchUpEvents;
        foreach (var parked in _parked.ThatMayGoOn)
        {
            if (budget == 0)
                return true;
            budget -= await CatchUpAsync(owned, parked, budget, cancellationToken).ConfigureAwait(false);
        }
        return budget == 0;
    }

    /// <summary>Handles up to so many waiting events of one stream; returns how many there were.</summary>
    private async Task<int> CatchUpAsync(
        Checkpoint owned, StreamParking parked, int budget, CancellationToken cancellationToken)
    {
        var waiting = new List<RecordedEvent>();
        var reading = StreamRead.Forwards(parked.Version, budget);
        await foreach (var recorded in _store.ReadStreamAsync(parked.Stream, reading, cancellationToken)
            .ConfigureAwait(false))
        {
            if (recorded.Position > _handledTo)
                break;
            waiting.Add(recorded);
        }
        // Nothing waits yet: the reading stands before the event of the letter and handles it itself.
        if (waiting.Count == 0 && parked.LetterId is not null)
            return 0;
        if (!await HandleAllAsync(owned, parked, waiting, cancellationToken).ConfigureAwait(false))
            return waiting.Count;
        if (waiting.Count < budget)
            await ReleaseAsync(owned, parked.Stream, cancellationToken).ConfigureAwait(false);
        else
            await AdvanceAsync(owned, waiting[^1], cancellationToken).ConfigureAwait(false);
        return waiting.Count;
    }

    /// <summary>Handles events in order; false if one of them was given up, behind which the stream waits
    /// again.</summary>
    private async Task<bool> HandleAllAsync(
        Checkpoint owned, StreamParking parked, List<RecordedEvent> waiting, CancellationToken cancellationToken)
    {
        RecordedEvent? last = null;
        try
        {
            foreach (var recorded in waiting)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var isDiscarded = recorded.Version == parked.Version && parked.LetterState == DeadLetterState.Discarded;
                if (!isDiscarded && filter.Matches(recorded)
                    && !await TryHandleAsync(owned, recorded, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
                last = recorded;
            }
            return true;
        }
        // What was handled before the failure is recorded if the store answers, so that little is handled twice.
        catch (Exception) when (last is not null)
        {
            await AdvanceAsync(owned, last, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task AdvanceAsync(Checkpoint owned, RecordedEvent handled, CancellationToken cancellationToken) =>
        _parked.Set(await _parking.AdvanceAsync(owned, handled.Stream, handled.Version + 1, cancellationToken)
            .ConfigureAwait(false));
}
