using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Subscriptions.Handlers;

/// <content>Trying an event again and again, and giving it up.</content>
internal sealed partial class HandlerProcessor
{
    /// <summary>Handles an event, with retries; false if it was given up and its stream is parked.</summary>
    private async Task<bool> TryHandleAsync(
        Checkpoint owned, RecordedEvent recorded, CancellationToken cancellationToken)
    {
        var attempt = _attempt?.Position == recorded.Position ? _attempt : null;
        while (true)
        {
            if (attempt is not null)
                await WaitUntilAsync(attempt.RetryAt, cancellationToken).ConfigureAwait(false);
            var attempts = (attempt?.Attempts ?? 0) + 1;
            try
            {
                await routes.HandleAsync(recorded, attempts, cancellationToken).ConfigureAwait(false);
            }
            // Whatever a handler throws is a failure of the attempt, unless the partition is being given up.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Such failures say nothing about the event: whoever runs the partition begins again here, after a
                // pause.
                if (IsTransient(exception))
                {
                    await RecordFailureAsync(owned, recorded, exception, cancellationToken).ConfigureAwait(false);
                    throw;
                }
                attempt = await FailAsync(owned, recorded, exception, attempts, attempt, cancellationToken)
                    .ConfigureAwait(false);
                if (attempt is null)
                    return false;
                continue;
            }
            if (attempt is not null)
            {
                await _parking.RecordAttemptAsync(owned, null, cancellationToken).ConfigureAwait(false);
                _attempt = null;
            }
            return true;
        }
    }

    /// <summary>What to try again and when; null if the event was given up.</summary>
    private async Task<FailedAttempt?> FailAsync(
        Checkpoint owned, RecordedEvent recorded, Exception exception, int attempts, FailedAttempt? before,
        CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var first = before?.FirstFailedAt ?? now;
        if (options.Retry.DelayBefore(attempts) is { } delay)
        {
            Log.Retrying(_logger, partition, recorded.Position, attempts, delay, exception);
            _attempt = new FailedAttempt(recorded.Position, attempts, first, now + delay);
            await _parking.RecordAttemptAsync(owned, _attempt, cancellationToken).ConfigureAwait(false);
            await RecordFailureAsync(owned, recorded, exception, cancellationToken).ConfigureAwait(false);
            return _attempt;
        }
        var poison = new PoisonEvent(recorded, ReasonOf(exception), ErrorOf(exception), attempts, first);
        _parked.Set(await _parking.ParkAsync(owned, poison, cancellationToken).ConfigureAwait(false));
        _attempt = null;
        Log.Parked(_logger, partition, recorded.Position, attempts, exception);
        return null;
    }

    private async Task RecordFailureAsync(
        Checkpoint owned, RecordedEvent recorded, Exception exception, CancellationToken cancellationToken) =>
        await RecordAsync(
            owned, $"The event at position {recorded.Position} failed ({ReasonOf(exception)}) and is tried again.",
            cancellationToken).ConfigureAwait(false);

    private async Task WaitUntilAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var wait = until - _time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
    }

    private bool IsTransient(Exception exception) =>
        exception is EventStoreUnavailableException or UncertainOutcomeException || options.IsTransient(exception);

    private static string ReasonOf(Exception exception) => (exception as IErrorCode)?.Code ?? exception.GetType().Name;

    // The whole chain, because the outermost message often says nothing; without stacks, which the log has.
    private static string ErrorOf(Exception exception)
    {
        var messages = new List<string>();
        for (var each = exception; each is not null && messages.Count < 5; each = each.InnerException)
            messages.Add($"{each.GetType().Name}: {each.Message}");
        return string.Join("\n", messages);
    }
}
