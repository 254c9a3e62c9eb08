using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrix.DeadLetters;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Subscriptions.Handlers;

/// <summary>
/// Handles the events of one partition, one after the other and each at least once. The checkpoint never passes an
/// event
/// that was not handled, except one that waits in a parked stream: that is in the log, and the parked stream remembers
/// from where on.
/// </summary>
internal sealed partial class HandlerProcessor(
    SubscriptionPartition partition, LogFilter filter, SubscriptionStart start, HandlerRoutes routes,
    HandlerOptions options, IServiceProvider services) : IPageProcessor
{
    private readonly ICheckpointStore _checkpoints = services.GetRequiredService<ICheckpointStore>();
    private readonly IParkingStore _parking = services.GetRequiredService<IParkingStore>();
    private readonly IEventStore _store = services.GetRequiredService<IEventStore>();
    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();
    private readonly ILogger _logger = services.GetRequiredService<ILogger<HandlerProcessor>>();
    private readonly ParkedStreams _parked = new();
    private FailedAttempt? _attempt;
    private long _handledTo;
    private long _recordedTo;
    private int _unrecorded;
    private bool _isFailureRecorded;
    private long _recordedAt;
    private long _loadedAt;

    public async Task<Checkpoint> AcquireAsync(string owner, CancellationToken cancellationToken)
    {
        var owned = await _checkpoints.AcquireAsync(partition, owner, start, cancellationToken).ConfigureAwait(false);
        (_handledTo, _recordedTo, _unrecorded) = (owned.Position, owned.Position, 0);
        (_isFailureRecorded, _recordedAt) = (false, _time.GetTimestamp());
        await LoadAsync(cancellationToken).ConfigureAwait(false);
        return owned;
    }

    public async Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken)
    {
        await LoadDecisionsAsync(cancellationToken).ConfigureAwait(false);
        await CatchUpAsync(owned, cancellationToken).ConfigureAwait(false);
        foreach (var recorded in page.Events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _handledTo = recorded.Position - 1;
            await PassAsync(owned, recorded, cancellationToken).ConfigureAwait(false);
            _handledTo = recorded.Position;
            _unrecorded++;
            await RecordIfDueAsync(owned, cancellationToken).ConfigureAwait(false);
        }
        _handledTo = page.ScannedTo;
        await RecordIfDueAsync(owned, cancellationToken).ConfigureAwait(false);
        return _recordedTo;
    }

    public async Task<long> IdleAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        await LoadDecisionsAsync(cancellationToken).ConfigureAwait(false);
        while (await CatchUpAsync(owned, cancellationToken).ConfigureAwait(false))
            cancellationToken.ThrowIfCancellationRequested();
        return await FlushAsync(owned, cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> FlushAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        if (_handledTo > _recordedTo || _isFailureRecorded)
            await RecordAsync(owned, null, cancellationToken).ConfigureAwait(false);
        return _recordedTo;
    }

    /// <summary>Handles an event that the reading of the log has come to, or lets it wait.</summary>
    private async Task PassAsync(Checkpoint owned, RecordedEvent recorded, CancellationToken cancellationToken)
    {
        var parked = _parked.WaitingFor(recorded);
        if (parked is null)
        {
            if (await TryHandleAsync(owned, recorded, cancellationToken).ConfigureAwait(false))
                return;
        }
        // The reading stood still before this event until a person had decided about it.
        else if (parked.Version == recorded.Version && parked.LetterId is not null && parked.MayGoOn)
        {
            if (parked.LetterState == DeadLetterState.Discarded
                || await TryHandleAsync(owned, recorded, cancellationToken).ConfigureAwait(false))
            {
                await ReleaseAsync(owned, recorded.Stream, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
        if (_parked.WaitingFor(recorded) is { MayGoOn: false } waiting && MustStop())
            await StopAsync(owned, recorded, waiting, cancellationToken).ConfigureAwait(false);
    }

    private bool MustStop() =>
        options.Poison == PoisonPolicy.StopPartition || _parked.Count > options.MaxParkedStreams;

    private async Task StopAsync(
        Checkpoint owned, RecordedEvent recorded, StreamParking parked, CancellationToken cancellationToken)
    {
        var why = options.Poison == PoisonPolicy.StopPartition
            ? $"Dead letter {parked.LetterId} is in the way of the event at position {recorded.Position}"
            : $"{_parked.Count} streams are parked, {options.MaxParkedStreams} may be; dead letter {parked.LetterId} is "
                + $"in the way of the event at position {recorded.Position}";
        var message = $"{why}. Replay or discard it: `orchestrix dead-letters replay {parked.LetterId}`.";
        await RecordAsync(owned, message, cancellationToken).ConfigureAwait(false);
        throw new SubscriptionStoppedException(message);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var parking = await _parking.LoadAsync(partition, cancellationToken).ConfigureAwait(false);
        _parked.Load(parking.Streams);
        (_attempt, _loadedAt) = (parking.Attempt, _time.GetTimestamp());
    }

    private async Task LoadDecisionsAsync(CancellationToken cancellationToken)
    {
        if (_parked.Count > 0 && _time.GetElapsedTime(_loadedAt) >= options.DecisionInterval)
            await LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ReleaseAsync(Checkpoint owned, StreamId stream, CancellationToken cancellationToken)
    {
        await _parking.ReleaseAsync(owned, stream, cancellationToken).ConfigureAwait(false);
        _parked.Remove(stream);
        Log.Released(_logger, partition);
    }

    private async Task RecordIfDueAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        if (_unrecorded >= options.CheckpointEvents
            || (_handledTo > _recordedTo && _time.GetElapsedTime(_recordedAt) >= options.CheckpointInterval))
        {
            await RecordAsync(owned, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RecordAsync(Checkpoint owned, string? failure, CancellationToken cancellationToken)
    {
        await _checkpoints.SaveAsync(owned, _handledTo, failure, cancellationToken).ConfigureAwait(false);
        (_recordedTo, _unrecorded, _recordedAt) = (_handledTo, 0, _time.GetTimestamp());
        _isFailureRecorded = failure is not null;
    }
}
