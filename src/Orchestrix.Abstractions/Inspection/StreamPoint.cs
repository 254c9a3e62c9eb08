namespace Orchestrix.Inspection;

/// <summary>A point in the history of a stream: its end, a version, or a time. The default is the end.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.stream-point")]
public readonly record struct StreamPoint
{
    private StreamPoint(long? version, DateTimeOffset? time) => (Version, Time) = (version, time);

    /// <summary>The end of the stream as it is when it is looked at.</summary>
    public static StreamPoint End { get; }

    /// <summary>The version, or null if the point is none.</summary>
    [Id(0)]
    public long? Version { get; private init; }

    /// <summary>The time, or null if the point is none.</summary>
    [Id(1)]
    public DateTimeOffset? Time { get; private init; }

    /// <summary>Right after the event of this version.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1.</exception>
    public static StreamPoint AtVersion(long version)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        return new StreamPoint(version, null);
    }

    /// <summary>Right after the last event that was recorded at this time or before.</summary>
    public static StreamPoint AtTime(DateTimeOffset time) => new(null, time);
}
