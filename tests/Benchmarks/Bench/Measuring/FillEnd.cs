using Orchestrix.Benchmarks.Report;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>What appends cost at one end of the fill.</summary>
/// <param name="Events">Events in the log before the measurement.</param>
/// <param name="Hot">256 callers on hot grains, repeated.</param>
/// <param name="Cold">256 callers on cold grains, repeated.</param>
internal sealed record FillEnd(long Events, IReadOnlyList<CellResult> Hot, IReadOnlyList<CellResult> Cold)
{
    /// <summary>Processor time of application and database for one command on a hot grain, in microseconds.</summary>
    public double HotCpuUs => Median(Hot, static result =>
        (result.ApplicationCpuPerThousand + result.DatabaseCpuPerThousand) * 1000);

    /// <summary>The database's part of it, in microseconds.</summary>
    public double HotDatabaseCpuUs => Median(Hot, static result => result.DatabaseCpuPerThousand * 1000);

    /// <summary>The database's part for a command on a cold grain, in microseconds.</summary>
    public double ColdDatabaseCpuUs => Median(Cold, static result => result.DatabaseCpuPerThousand * 1000);

    public static double Median(IEnumerable<CellResult> results, Func<CellResult, double> figure) =>
        Statistics.Median(results.Select(figure)) ?? 0;
}
