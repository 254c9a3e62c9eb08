using Orchestrix.Feed;

namespace Orchestrix.InMemory;

/// <summary>The rows of a projection and the position that they are valid for. Safe for concurrent use.</summary>
internal sealed class InMemoryTable<TRow> where TRow : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<object, TRow> _rows = [];
    private long _position;

    /// <summary>Wakes readers that wait for a position.</summary>
    public LogHead Head { get; } = new();

    public TRow? Find(object key)
    {
        lock (_gate)
            return _rows.GetValueOrDefault(key);
    }

    /// <summary>Streams of which events wait.</summary>
    public long ParkedStreams { get; set; }

    public (T Result, long Position) Read<T>(Func<IReadOnlyDictionary<object, TRow>, T> read)
    {
        lock (_gate)
            return (read(_rows), _position);
    }

    public void Apply(Dictionary<object, TRow?> changed, long position)
    {
        lock (_gate)
        {
            foreach (var (key, row) in changed)
            {
                if (row is null)
                    _rows.Remove(key);
                else
                    _rows[key] = row;
            }
            _position = position;
        }
        Head.Advance(position);
    }
}
