namespace Orchestrix.Events;

/// <summary>Which part of a stream to read, and in which direction.</summary>
public readonly record struct StreamRead
{
    private StreamRead(bool backwards, long fromVersion, long maxCount) =>
        (Backwards, FromVersion, MaxCount) = (backwards, fromVersion, maxCount);

    /// <summary>True to read from newer to older events.</summary>
    public bool Backwards { get; }

    /// <summary>The first version to return, inclusive.</summary>
    public long FromVersion { get; }

    /// <summary>Most events to return.</summary>
    public long MaxCount { get; }

    /// <summary>From <paramref name="fromVersion"/> (inclusive, from 1) towards newer events.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1 or the count is negative.</exception>
    public static StreamRead Forwards(long fromVersion = 1, long maxCount = long.MaxValue) =>
        Checked(false, fromVersion, maxCount);

    /// <summary>From <paramref name="fromVersion"/> (inclusive; by default the newest event) towards older
    /// events.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1 or the count is negative.</exception>
    public static StreamRead BackwardsFrom(long fromVersion = long.MaxValue, long maxCount = long.MaxValue) =>
        Checked(true, fromVersion, maxCount);

    private static StreamRead Checked(bool backwards, long fromVersion, long maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromVersion, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(maxCount);
        return new StreamRead(backwards, fromVersion, maxCount);
    }
}
