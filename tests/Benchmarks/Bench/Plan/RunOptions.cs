namespace Orchestrix.Benchmarks.Plan;

/// <summary>What the user asked for.</summary>
internal sealed record RunOptions
{
    /// <summary>Only what the ratios need, within three minutes.</summary>
    public required bool Quick { get; init; }

    /// <summary>How often each cell is measured; null takes the plan's number.</summary>
    public int? Rounds { get; init; }

    /// <summary>How long each cell is measured; null takes the plan's time.</summary>
    public double? Seconds { get; init; }

    /// <summary>The systems to measure; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Length of the soak; 0 for none.</summary>
    public double SoakMinutes { get; init; }

    /// <summary>Events to fill the log with, to see whether appends cost the same afterwards; 0 for none.</summary>
    public long FillEvents { get; init; }

    /// <summary>The assembly of the peers' workers; null if they are not to be measured.</summary>
    public string? Peers { get; init; }

    /// <summary>Where results and logs go.</summary>
    public required string OutputDirectory { get; init; }
}
