using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Report;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>Everything that a run found out.</summary>
internal sealed record RunResult
{
    public required MachineFacts Machine { get; init; }

    public required WritesPlan Plan { get; init; }

    public required bool IsQuick { get; init; }

    public required IReadOnlyList<CellResult> Cells { get; init; }

    /// <summary>Null if there was none.</summary>
    public required SoakResult? Soak { get; init; }

    /// <summary>Null if there was none.</summary>
    public required FillResult? Fill { get; init; }

    /// <summary>What could not be measured, and why.</summary>
    public required IReadOnlyList<string> Failures { get; init; }

    public required bool PeersMeasured { get; init; }

    /// <summary>How long the run took.</summary>
    public required double Seconds { get; init; }
}
