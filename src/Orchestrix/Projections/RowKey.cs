namespace Orchestrix.Projections;

/// <summary>The key of a row of several key columns, compared by its values.</summary>
internal sealed class RowKey(object[] values) : IEquatable<RowKey>
{
    private readonly int _hash = HashOf(values);

    public object[] Values => values;

    public bool Equals(RowKey? other) =>
        other is not null && _hash == other._hash && values.AsSpan().SequenceEqual(other.Values);

    public override bool Equals(object? obj) => Equals(obj as RowKey);

    public override int GetHashCode() => _hash;

    private static int HashOf(object[] values)
    {
        var hash = new HashCode();
        foreach (var value in values)
            hash.Add(value);
        return hash.ToHashCode();
    }
}
