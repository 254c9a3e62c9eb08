namespace Orchestrix.Benchmarks.Measuring;

/// <summary>The soak, a result for each minute.</summary>
/// <param name="Minutes">How long it was.</param>
/// <param name="Series">In order.</param>
internal sealed record SoakResult(double Minutes, IReadOnlyList<CellResult> Series)
{
    /// <summary>Resident memory after the first minute, in megabytes.</summary>
    public double RssStartMb => Megabytes(Series[0]);

    /// <summary>Resident memory at the end, in megabytes.</summary>
    public double RssEndMb => Megabytes(Series[^1]);

    private static double Megabytes(CellResult result) => (result.Measured.RssBytes ?? 0) / 1e6;
}
