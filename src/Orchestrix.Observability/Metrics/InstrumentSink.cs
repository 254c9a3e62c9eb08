using System.Collections.Concurrent;

namespace Orchestrix.Observability.Metrics;

/// <summary>
/// Where the measurements of one instrument go: one series for each set of tags, up to a limit. What comes beyond the
/// limit is kept together in one series, so that sums stay right, and is counted. Safe for concurrent use.
/// </summary>
/// <remarks>
/// The first few series whose values are texts are found by comparing references: who measures often uses the same
/// texts each time, and hashing four of them costs more than the measurement. A measurement allocates nothing.
/// </remarks>
internal abstract class InstrumentSink
{
    private const int MaxFamiliar = 8;

    private readonly ConcurrentDictionary<TagSet, Series> _series = new(TagSet.Comparer);
    private readonly ConcurrentDictionary<TagSet, Series>
        .AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _bySpan;
    private readonly Lock _gate = new();
    private readonly int _maxSeries;
    private readonly Action _overflowed;
    private Series? _overflow;
    private (TagSet Tags, Series Series)[] _familiar = [];

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
        foreach (var (familiar, at) in Volatile.Read(ref _familiar))
        {
            if (familiar.IsSame(tags))
            {
                at.Record(value);
                return;
            }
        }
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
        lock (_gate)
        {
            if (!_series.TryRemove(tags, out var series))
                return;
            Volatile.Write(ref _familiar, [.. _familiar.Where(one => one.Series != series)]);
            series.Remove();
        }
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
            series = Create(Labels.Of(tags));
            var key = new TagSet(tags.ToArray());
            _series[key] = series;
            if (_familiar.Length < MaxFamiliar && key.IsText)
                Volatile.Write(ref _familiar, [.. _familiar, (key, series)]);
            return series;
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
