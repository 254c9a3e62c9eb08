namespace Orchestrix.Snapshots;

/// <summary>
/// Earlier states of one active aggregate, about evenly spread over its versions, from which a state between them is
/// folded in a few events. Their number is limited: when there are too many, every second one goes. States are
/// immutable and share what did not change.
/// </summary>
/// <param name="start">The state before the first event.</param>
/// <param name="max">Most states that are kept, besides the one that was asked for last; 0 keeps none.</param>
internal sealed class PastStates<TState>(StreamHead<TState> start, int max)
{
    // Folding so few events costs about as much as reading one.
    private const int MinSpacing = 16;

    private readonly StreamHead<TState> _start = start;
    private readonly List<StreamHead<TState>> _kept = [];
    private StreamHead<TState> _last = start;
    private int _spacing = MinSpacing;

    /// <summary>Keeps a state that folding has passed, if none is near it.</summary>
    public void Pass(StreamHead<TState> head)
    {
        var place = head.Version / _spacing;
        if (max == 0 || place == 0)
            return;
        var before = Before(head.Version);
        if ((before >= 0 && _kept[before].Version / _spacing == place)
            || (before + 1 < _kept.Count && _kept[before + 1].Version / _spacing == place))
        {
            return;
        }
        _kept.Insert(before + 1, head);
        while (_kept.Count > max)
            Thin();
    }

    /// <summary>Keeps the state that was asked for: who repeats commands asks for a little later one next.</summary>
    public void Asked(StreamHead<TState> head) => _last = head;

    /// <summary>The latest state at or before a version that is known.</summary>
    public StreamHead<TState> Nearest(long version)
    {
        var before = Before(version);
        var nearest = before < 0 ? _start : _kept[before];
        return _last.Version <= version && _last.Version > nearest.Version ? _last : nearest;
    }

    /// <summary>How many are kept.</summary>
    public int Count => _kept.Count;

    private void Thin()
    {
        _spacing *= 2;
        var place = 0;
        _kept.RemoveAll(head =>
        {
            if (head.Version / _spacing == place)
                return true;
            place = head.Version / _spacing;
            return false;
        });
    }

    /// <summary>The index of the latest kept state at or before a version; -1 if there is none.</summary>
    private int Before(long version)
    {
        var (low, high) = (0, _kept.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_kept[middle].Version <= version)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }
}
