namespace Orchestrix.Projections;

/// <summary>How far a projection has come, and what is built beside it.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.projection-status")]
public sealed record ProjectionStatus
{
    /// <summary>Its durable name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The version of the active rows: those that are read.</summary>
    [Id(1)]
    public required int Version { get; init; }

    /// <summary>The number of the active table; each rebuild makes another one.</summary>
    [Id(2)]
    public required int Generation { get; init; }

    /// <summary>How it fares.</summary>
    [Id(3)]
    public required ProjectionState State { get; init; }

    /// <summary>The position that the active rows are valid for.</summary>
    [Id(4)]
    public required long Position { get; init; }

    /// <summary>The end of the log.</summary>
    [Id(5)]
    public required long Head { get; init; }

    /// <summary>Age of the oldest event that is not in the rows; zero if there is none.</summary>
    [Id(6)]
    public required TimeSpan TimeBehind { get; init; }

    /// <summary>The silo that applies events to it; null if none has.</summary>
    [Id(7)]
    public string? Owner { get; init; }

    /// <summary>Why it stands still, and what to do; null if it does not.</summary>
    [Id(8)]
    public string? Failure { get; init; }

    /// <summary>What is built beside it, oldest first.</summary>
    [Id(9)]
    public required IReadOnlyList<ProjectionBuild> Builds { get; init; }

    /// <summary>The rebuild that was asked for last; null if none ever was.</summary>
    [Id(10)]
    public ProjectionRebuild? Rebuild { get; init; }

    /// <summary>
    /// Streams of which events wait behind a dead letter whose source is the checkpoint of the active table,
    /// <c>projection:{name}@{generation}</c>.
    /// </summary>
    [Id(11)]
    public long ParkedStreams { get; init; }

    /// <summary>Positions between its rows and the log's end.</summary>
    public long EventsBehind => Math.Max(0, Head - Position);
}
