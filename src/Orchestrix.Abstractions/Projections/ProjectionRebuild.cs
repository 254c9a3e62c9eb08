namespace Orchestrix.Projections;

/// <summary>The rebuild of a projection that was asked for last.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.projection-rebuild")]
public sealed record ProjectionRebuild
{
    /// <summary>How far it has come.</summary>
    [Id(0)]
    public required RebuildState State { get; init; }

    /// <summary>When the rebuilt table takes the place of the active one.</summary>
    [Id(1)]
    public required RebuildActivation Activation { get; init; }

    /// <summary>Who asked for it; once its activation or its end was asked for, who did that.</summary>
    [Id(2)]
    public required string RequestedBy { get; init; }

    /// <summary>When it was asked for.</summary>
    [Id(3)]
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When a silo began; null if none has.</summary>
    [Id(4)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was last heard of: about every second while it runs.</summary>
    [Id(5)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    [Id(6)]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The silo that builds, or built last; null if none has.</summary>
    [Id(7)]
    public string? Owner { get; init; }

    /// <summary>The generation that is built; null if none is yet.</summary>
    [Id(8)]
    public int? Generation { get; init; }

    /// <summary>The position that it has reached.</summary>
    [Id(9)]
    public required long Position { get; init; }

    /// <summary>The position that it is on its way to.</summary>
    [Id(10)]
    public required long Target { get; init; }

    /// <summary>Positions per second since a silo began or went on; 0 if that cannot be told yet.</summary>
    [Id(11)]
    public required double EventsPerSecond { get; init; }

    /// <summary>Why it failed or was not activated, and what to do; null if there is nothing to say.</summary>
    [Id(12)]
    public string? Reason { get; init; }

    /// <summary>How the rows compare with the active ones; null before, or if they cannot be compared.</summary>
    [Id(13)]
    public RebuildComparison? Comparison { get; init; }

    /// <summary>How long it will take at that rate; null if it does not run or that cannot be told yet.</summary>
    public TimeSpan? Remaining => State == RebuildState.Running && EventsPerSecond > 0
        ? TimeSpan.FromSeconds(Math.Max(0, Target - Position) / EventsPerSecond)
        : null;
}
