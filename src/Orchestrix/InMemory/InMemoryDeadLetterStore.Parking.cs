using System.Globalization;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Orchestrix.InMemory;

/// <content>The parked streams. The lock of the checkpoints is always taken before that of the letters.</content>
public sealed partial class InMemoryDeadLetterStore
{
    private readonly Dictionary<(string Subscription, StreamId Stream), Parked> _parked = [];
    private readonly Dictionary<(string Subscription, int Partition), FailedAttempt> _attempts = [];

    /// <inheritdoc/>
    public Task<PartitionParking> LoadAsync(
        SubscriptionPartition partition, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var streams = _parked
                .Where(pair => pair.Key.Subscription == partition.Subscription
                    && LogFilter.PartitionOf(pair.Key.Stream, partition.Partitions) == partition.Partition)
                .Select(pair => Of(pair.Key.Stream, pair.Value)).ToArray();
            return Task.FromResult(new PartitionParking(
                streams, _attempts.GetValueOrDefault((partition.Subscription, partition.Partition))));
        }
    }

    /// <inheritdoc/>
    public Task RecordAttemptAsync(
        Checkpoint owned, FailedAttempt? attempt, CancellationToken cancellationToken = default) =>
        AsOwner(owned, () =>
        {
            Forget(owned);
            if (attempt is not null)
                _attempts[(owned.Partition.Subscription, owned.Partition.Partition)] = attempt;
            return true;
        });

    /// <inheritdoc/>
    public Task<StreamParking> ParkAsync(
        Checkpoint owned, PoisonEvent poison, CancellationToken cancellationToken = default)
    {
        var sound = DeadLetterRules.Check(poison);
        return AsOwner(owned, () =>
        {
            Forget(owned);
            var key = (owned.Partition.Subscription, sound.Event.Stream);
            var before = _parked.GetValueOrDefault(key);
            var isSame = before?.Version == sound.Event.Version;
            var row = Open(LetterOf(owned.Partition, sound), payload: null, staysDiscarded: isSame);
            if (before?.LetterId is { } id && id != row.Letter.Id)
                Settle(_letters[id]);
            _parked[key] = new Parked(sound.Event.Version, row.Letter.Id);
            return Of(sound.Event.Stream, _parked[key]);
        });
    }

    /// <inheritdoc/>
    public Task<StreamParking> AdvanceAsync(
        Checkpoint owned, StreamId stream, long version, CancellationToken cancellationToken = default) =>
        AsOwner(owned, () =>
        {
            var key = (owned.Partition.Subscription, stream);
            if (_parked.GetValueOrDefault(key)?.LetterId is { } id)
                Settle(_letters[id]);
            _parked[key] = new Parked(version, null);
            return Of(stream, _parked[key]);
        });

    /// <inheritdoc/>
    public Task ReleaseAsync(Checkpoint owned, StreamId stream, CancellationToken cancellationToken = default) =>
        AsOwner(owned, () =>
        {
            if (_parked.Remove((owned.Partition.Subscription, stream), out var parked) && parked.LetterId is { } id)
                Settle(_letters[id]);
            return true;
        });

    private Task<T> AsOwner<T>(Checkpoint owned, Func<T> act)
    {
        ArgumentNullException.ThrowIfNull(owned);
        try
        {
            return Task.FromResult(checkpoints.AsOwner(owned, () =>
            {
                lock (_gate)
                    return act();
            }));
        }
        catch (SubscriptionFencedException exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    private void Forget(Checkpoint owned) =>
        _attempts.Remove((owned.Partition.Subscription, owned.Partition.Partition));

    private StreamParking Of(StreamId stream, Parked parked) => new(
        stream, parked.Version, parked.LetterId,
        parked.LetterId is { } id ? _letters[id].Letter.State : null);

    private DeadLetter LetterOf(SubscriptionPartition partition, PoisonEvent poison)
    {
        var now = time.GetUtcNow();
        return new DeadLetter
        {
            Id = 0,
            Kind = DeadLetterKind.Event,
            Source = partition.Subscription,
            Item = poison.Event.Position.ToString(CultureInfo.InvariantCulture),
            State = DeadLetterState.Open,
            Reason = poison.Reason,
            Error = poison.Error,
            Attempts = poison.Attempts,
            FirstFailedAt = poison.FirstFailedAt,
            LastFailedAt = now,
            UpdatedAt = now,
            Partition = partition.Partition,
            Position = poison.Event.Position,
            Stream = poison.Event.Stream,
            Version = poison.Event.Version,
            MessageType = poison.Event.EventType,
            EventId = poison.Event.EventId,
            CorrelationId = poison.Event.Metadata.CorrelationId,
        };
    }

    private sealed record Parked(long Version, long? LetterId);
}
