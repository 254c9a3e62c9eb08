using System.Diagnostics.CodeAnalysis;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// Rows that an owner has read or written, so that he need not read them again; null for a row that does not exist. Of
/// two halves the older one is forgotten when the younger one is full, and what is used moves to the younger one.
/// Nobody else writes while he is the owner, so what is here is what the table holds.
/// </summary>
internal sealed class RowCache<TRow>(int capacity) where TRow : class
{
    private Dictionary<object, TRow?> _young = [];
    private Dictionary<object, TRow?> _old = [];

    public bool TryGet(object key, [MaybeNullWhen(false)] out TRow? row)
    {
        if (_young.TryGetValue(key, out row))
            return true;
        if (!_old.TryGetValue(key, out row))
            return false;
        Set(key, row);
        return true;
    }

    public void Set(object key, TRow? row)
    {
        if (capacity == 0)
            return;
        if (_young.Count >= Math.Max(1, capacity / 2) && !_young.ContainsKey(key))
            (_old, _young) = (_young, []);
        _young[key] = row;
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
    }
}
