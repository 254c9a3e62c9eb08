using Orchestrix.Events;

namespace Orchestrix.Inspection;

/// <summary>Finds points in the history of a stream.</summary>
internal static class StreamHistory
{
    /// <summary>Finds a point by reading its event, the last one, and for a time a few between them.</summary>
    public static async Task<StreamMoment> FindAsync(
        IEventStore store, StreamId stream, StreamPoint point, CancellationToken cancellationToken)
    {
        var last = await ReadAsync(store, stream, StreamRead.BackwardsFrom(maxCount: 1), cancellationToken);
        if (last is null)
            return new StreamMoment { Outcome = InspectionOutcome.NoSuchStream };
        if (point.Version > last.Version)
            return new StreamMoment { Outcome = InspectionOutcome.BeyondEnd, StreamVersion = last.Version };
        if (point.Version is { } version)
            return Of(await AtAsync(version), last);
        return point.Time < last.RecordedAt
            ? await FindByTimeAsync(point.Time.Value)
            : Of(last, last);

        async Task<StreamMoment> FindByTimeAsync(DateTimeOffset time)
        {
            // Times do not decrease within a stream, so the last event up to a time is found by halving.
            var found = await AtAsync(1);
            if (found.RecordedAt > time)
            {
                return new StreamMoment
                {
                    Outcome = InspectionOutcome.BeforeFirstEvent,
                    StreamVersion = last.Version,
                    FirstRecordedAt = found.RecordedAt,
                };
            }
            for (var after = last.Version; after - found.Version > 1;)
            {
                var middle = await AtAsync(found.Version + ((after - found.Version) / 2));
                if (middle.RecordedAt <= time)
                    found = middle;
                else
                    after = middle.Version;
            }
            return Of(found, last);
        }

        async Task<RecordedEvent> AtAsync(long at) =>
            await ReadAsync(store, stream, StreamRead.Forwards(at, 1), cancellationToken)
            ?? throw new InvalidOperationException($"The store returned no event at version {at} of {stream}.");
    }

    private static StreamMoment Of(RecordedEvent found, RecordedEvent last) => new()
    {
        Outcome = InspectionOutcome.Found,
        Version = found.Version,
        Position = found.Position,
        RecordedAt = found.RecordedAt,
        StreamVersion = last.Version,
    };

    private static async Task<RecordedEvent?> ReadAsync(
        IEventStore store, StreamId stream, StreamRead read, CancellationToken cancellationToken)
    {
        await foreach (var recorded in store.ReadStreamAsync(stream, read, cancellationToken))
            return recorded;
        return null;
    }
}
