namespace Orchestrix.Inspection;

/// <summary>An event of a stream as a point in its history.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.stream-moment")]
public sealed record StreamMoment
{
    /// <summary>Whether there is such a point; if not, only what the outcome speaks of is set.</summary>
    [Id(0)]
    public required InspectionOutcome Outcome { get; init; }

    /// <summary>Version of the last event up to the point.</summary>
    [Id(1)]
    public long Version { get; init; }

    /// <summary>Log position of that event.</summary>
    [Id(2)]
    public long Position { get; init; }

    /// <summary>When that event was recorded.</summary>
    [Id(3)]
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The stream's version; at least <see cref="Version"/>.</summary>
    [Id(4)]
    public long StreamVersion { get; init; }

    /// <summary>When the stream's first event was recorded; set if the point lies before it.</summary>
    [Id(5)]
    public DateTimeOffset? FirstRecordedAt { get; init; }
}
