using System.Text.Json;
using Bank.Cli.Drill;

namespace Bank.Cli.Capacity;

/// <summary>What a machine carries.</summary>
/// <param name="Callers">Customers at once.</param>
/// <param name="Seconds">How long each cluster was measured.</param>
/// <param name="Rounds">How often.</param>
/// <param name="TlsCostPercent">
/// How many commands fewer there are with TLS than without, in the median of all pairs, in percent.
/// </param>
/// <param name="Cells">Of each cluster the round in the middle, by its commands in a second.</param>
internal sealed record CapacityReport(
    int Callers, double Seconds, int Rounds, double TlsCostPercent, IReadOnlyList<CapacityCell> Cells)
{
    /// <summary>Sums up all rounds. A round has each size without TLS and with it.</summary>
    public static CapacityReport From(CapacityOptions options, IReadOnlyList<CapacityCell> measured)
    {
        var costs = measured.Where(static cell => !cell.Tls).Zip(
            measured.Where(static cell => cell.Tls),
            static (plain, tls) => (1 - (tls.CommandsPerS / plain.CommandsPerS)) * 100);
        var middle = measured
            .GroupBy(static cell => (cell.Silos, cell.Tls))
            .Select(static rounds => rounds.OrderBy(static cell => cell.CommandsPerS).ElementAt(rounds.Count() / 2));
        return new CapacityReport(
            options.Callers, options.Duration.TotalSeconds, options.Rounds, Math.Round(Median([.. costs]), 1),
            [.. middle]);
    }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DrillJson.Default.CapacityReport);

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
