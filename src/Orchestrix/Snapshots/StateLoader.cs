using Microsoft.Extensions.Logging;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.LogConsistency;

namespace Orchestrix.Snapshots;

/// <summary>
/// The one way from a stream to a folded state, for both kinds of log view: from a snapshot if there is one beyond
/// doubt, from the first event otherwise.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="start">Makes the state before the first event; a new one with each call, as folding may change
/// it.</param>
/// <param name="fold">Reads an event and folds it; may change and return the state it is given.</param>
/// <param name="services">What all loaders share.</param>
/// <param name="passed">Is told each state that is folded, if states are immutable and somebody keeps them.</param>
internal sealed class StateLoader<TState>(
    StreamId stream, Func<TState> start, Func<TState, RecordedEvent, TState> fold, StateServices services,
    Action<StreamHead<TState>>? passed = null)
    where TState : class
{
    private readonly StateCodec<TState>? _codec =
        services.Snapshots is null ? null : services.Codecs.Find<TState>();

    /// <summary>Loads the present state; counted as the load of an activation.</summary>
    public async Task<StreamHead<TState>> LoadAsync()
    {
        var started = services.Time.GetTimestamp();
        var (head, folded, heals) = await LoadAsync(new StreamHead<TState>(start(), 0, default), long.MaxValue);
        services.Metrics.AggregateLoaded(stream.GrainType, services.Time.GetElapsedTime(started));
        if (_codec is not null && _codec.Policy.IsMissing(folded))
            services.Metrics.SnapshotMissed();
        if (_codec is not null && head.Version > 0 && (heals || _codec.Policy.IsDueAfterReplay(folded)))
            Take(_codec, head);
        return head;
    }

    /// <summary>Loads the state as it was at a version, from an earlier state or a snapshot between them.</summary>
    /// <param name="floor">A state at or before the version.</param>
    /// <param name="version">At most the present version.</param>
    public async Task<StreamHead<TState>> LoadAtAsync(StreamHead<TState> floor, long version)
    {
        // A page costs no more than asking for a snapshot.
        if (version - floor.Version <= services.Options.FoldPageSize)
            return await FoldAsync(floor, version);
        return (await LoadAsync(floor, version)).Head;
    }

    /// <summary>Folds what comes behind a state, up to a version.</summary>
    public async Task<StreamHead<TState>> FoldAsync(StreamHead<TState> from, long toVersion = long.MaxValue)
    {
        var (head, sinceYield) = (from, 0);
        var read = StreamRead.Forwards(from.Version + 1L, toVersion - from.Version);
        await foreach (var recorded in services.Store.ReadStreamAsync(stream, read))
        {
            head = Fold(head, recorded);
            if (++sinceYield < services.Options.FoldPageSize)
                continue;
            sinceYield = 0;
            // A store may answer without ever waiting; the grain's other work must not wait for the whole stream.
            await Task.Yield();
        }
        return head;
    }

    /// <summary>Takes a snapshot if the policy asks for one behind an append. The state is confirmed.</summary>
    public void TakeAfterAppend(long before, StreamHead<TState> head)
    {
        if (_codec is not null && _codec.Policy.IsDueAfterAppend(before, head.Version))
            Take(_codec, head);
    }

    private async Task<(StreamHead<TState> Head, long Folded, bool Heals)> LoadAsync(
        StreamHead<TState> floor, long toVersion)
    {
        var heals = false;
        if (_codec is not null && await TryReadAsync(toVersion) is { } load)
        {
            if (load.Snapshot is not { } snapshot)
            {
                if (floor.Version == 0)
                    return await FoldAsync(floor, floor, load, toVersion);
            }
            else if (!_codec.TryRead(load, snapshot, out var kept, out var doubt))
            {
                heals = snapshot.SchemaVersion <= _codec.Policy.SchemaVersion;
                Discard(snapshot, doubt);
            }
            else if (kept.Version > floor.Version)
            {
                if (await TryFoldAsync(kept, load, toVersion) is { } loaded)
                    return loaded;
                heals = true;
                Discard(snapshot, SnapshotDoubt.Tail);
            }
        }
        var head = await FoldAsync(floor, toVersion);
        return (head, head.Version - floor.Version, heals);
    }

    /// <summary>Folds the tail of a snapshot; null if the state in the snapshot does not go with it.</summary>
    private async Task<(StreamHead<TState>, long, bool)?> TryFoldAsync(
        StreamHead<TState> kept, SnapshotLoad load, long toVersion)
    {
        try
        {
            var loaded = await FoldAsync(kept, kept, load, toVersion);
            services.Metrics.SnapshotLoaded(stream.GrainType);
            return loaded;
        }
        // If the events are at fault and not the snapshot, the replay meets them again and throws.
        catch (UnreadableEventException exception) when (exception.Code == ErrorCodes.CorruptEvent)
        {
            return null;
        }
    }

    private async Task<(StreamHead<TState>, long, bool)> FoldAsync(
        StreamHead<TState> from, StreamHead<TState> head, SnapshotLoad load, long toVersion)
    {
        foreach (var recorded in load.Tail)
            head = Fold(head, recorded);
        if (!load.IsWhole)
            head = await FoldAsync(head, toVersion);
        return (head, head.Version - from.Version, false);
    }

    private async Task<SnapshotLoad?> TryReadAsync(long toVersion)
    {
        if (!services.Reading.MayTry)
            return null;
        using var timeout = new CancellationTokenSource(services.Options.LoadTimeout, services.Time);
        try
        {
            var load = await services.Snapshots!.LoadAsync(stream, toVersion, timeout.Token).WaitAsync(timeout.Token);
            services.Reading.Succeed();
            return load;
        }
        // Whatever the store throws is logged once and counted, and the stream is replayed.
        catch (Exception exception)
        {
            services.Reading.Fail(exception);
            services.Metrics.SnapshotDiscarded(stream.GrainType, SnapshotDoubt.StoreFailed);
            return null;
        }
    }

    private StreamHead<TState> Fold(StreamHead<TState> head, RecordedEvent recorded)
    {
        // A gap would be a state that never was, whoever is to blame for it.
        if (recorded.Version != head.Version + 1L)
        {
            throw new InvalidOperationException(
                $"The store returned version {recorded.Version} of {stream} behind version {head.Version}.");
        }
        var next = new StreamHead<TState>(
            fold(head.State, recorded), checked((int)recorded.Version), recorded.EventId);
        passed?.Invoke(next);
        return next;
    }

    private void Discard(Snapshot snapshot, string doubt)
    {
        services.Metrics.SnapshotDiscarded(stream.GrainType, doubt);
        Log.Doubted(services.Logger, SnapshotDoubt.IsExpected(doubt) ? LogLevel.Information : LogLevel.Warning, stream,
            snapshot.Version, doubt);
    }

    /// <summary>Serializes on the grain's turn, while nothing can change the state, and hands the bytes over.</summary>
    private void Take(StateCodec<TState> codec, StreamHead<TState> head)
    {
        Snapshot snapshot;
        try
        {
            snapshot = codec.Write(stream, head);
        }
        // Getters of the state may throw anything. Nothing is lost: the stream is replayed.
        catch (Exception exception)
        {
            Drop(codec, "unserializable", exception);
            return;
        }
        if (snapshot.State.Length > services.Options.MaxSnapshotBytes)
            Drop(codec, "too-large", null);
        else
            services.Writer.Offer(snapshot);
    }

    private void Drop(StateCodec<TState> codec, string reason, Exception? exception)
    {
        services.Metrics.SnapshotsDropped(1, reason);
        if (codec.IsFirstComplaint())
            Log.NotTaken(services.Logger, exception, typeof(TState), reason);
    }
}
