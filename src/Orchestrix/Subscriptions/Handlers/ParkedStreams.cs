using Orchestrix.Events;

namespace Orchestrix.Subscriptions.Handlers;

/// <summary>
/// Which streams of a partition wait, as its owner knows it: nobody else adds one, and people's decisions are read
/// again
/// and again. For anything that parks streams, be it by handlers or in a transaction of its own.
/// </summary>
public sealed class ParkedStreams
{
    private readonly Dictionary<StreamId, StreamParking> _streams = [];

    /// <summary>How many there are.</summary>
    public int Count => _streams.Count;

    /// <summary>Those in which something may be done: a person has decided, or events behind a settled one
    /// wait.</summary>
    public IReadOnlyList<StreamParking> ThatMayGoOn => [.. _streams.Values.Where(static each => each.MayGoOn)];

    /// <summary>Forgets what is known and takes what the store says.</summary>
    public void Load(IReadOnlyList<StreamParking> streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        _streams.Clear();
        foreach (var stream in streams)
            _streams[stream.Stream] = stream;
    }

    /// <summary>Takes note of one that was parked or has gone on a little.</summary>
    public void Set(StreamParking stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _streams[stream.Stream] = stream;
    }

    /// <summary>Takes note of one that waits no more.</summary>
    public void Remove(StreamId stream) => _streams.Remove(stream);

    /// <summary>The parked stream behind which an event waits; null if it does not wait.</summary>
    public StreamParking? WaitingFor(RecordedEvent recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        return _streams.TryGetValue(recorded.Stream, out var parked) && recorded.Version >= parked.Version
            ? parked : null;
    }
}
