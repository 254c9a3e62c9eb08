namespace Orchestrix.InMemory;

/// <summary>Orders values as PostgreSQL orders the columns of a projection: texts by bytes, null last.</summary>
internal sealed class KeptOrder : IComparer<object?>
{
    public static KeptOrder Instance { get; } = new();

    public int Compare(object? x, object? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (string one, string other) => string.CompareOrdinal(one, other),
        (byte[] one, byte[] other) => one.AsSpan().SequenceCompareTo(other),
        _ => Comparer<object>.Default.Compare(x, y),
    };
}
