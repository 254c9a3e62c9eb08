using System.Collections.Concurrent;

namespace Orchestrix.Observability.Metrics;

/// <summary>
/// Where the measurements of one instrument go: one series for each set of tags, up to a limit. What comes beyond the
/// limit is kept together in one series, so that sums stay right, and is counted. Safe for concurrent use.
/// </summary>
internal abstract class InstrumentSink
{
    private readonly ConcurrentDictionary<TagSet, Series> _series = new(TagSet.Comparer);
    private readonly ConcurrentDictionary<TagSet, Series>
        .AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _bySpan;
    private readonly Lock _gate = new();
    private readonly int _maxSeries;
    private readonly Action _overflowed;
    private Series? _overflow;

    protected InstrumentSink(int maxSeries, Action overflowed)
    {
        (_maxSeries, _overflowed) = (maxSeries, overflowed);
        _bySpan = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    /// <summary>The series as they are now.</summary>
    protected IEnumerable<KeyValuePair<TagSet, Series>> All => _series;

    /// <summary>Takes one measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_bySpan.TryGetValue(tags, out var series))
            series.Record(value);
        else
            (Find(tags) ?? Overflow()).Record(value);
    }

    /// <summary>An observation of all series begins; for instruments that are observed.</summary>
    public virtual void BeginObservation()
    {
    }

    /// <summary>An observation has ended: what it did not mention is gone.</summary>
    public virtual void EndObservation()
    {
    }

    /// <summary>The instrument is gone with its meter.</summary>
    public virtual void Complete()
    {
    }

    /// <summary>Makes what records a series.</summary>
    protected abstract Series Create(Labels labels);

    /// <summary>Forgets a series.</summary>
    protected void Remove(TagSet tags)
    {
        if (_series.TryRemove(tags, out var series))
            series.Remove();
    }

    private Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // One at a time: the limit is exact, and no series is made twice.
        lock (_gate)
        {
            if (_bySpan.TryGetValue(tags, out var series))
                return series;
            if (_series.Count >= _maxSeries)
                return null;
            return _bySpan[tags] = Create(Labels.Of(tags));
        }
    }

    private Series Overflow()
    {
        _overflowed();
        if (Volatile.Read(ref _overflow) is { } series)
            return series;
        lock (_gate)
            return _overflow ??= Create(Labels.Overflow);
    }

    /// <summary>One series of an instrument.</summary>
    protected abstract class Series
    {
        public abstract void Record(double value);

        public virtual void Remove()
        {
        }
    }
}
