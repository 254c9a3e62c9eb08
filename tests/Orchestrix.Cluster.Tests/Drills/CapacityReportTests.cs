using Bank.Cli.Capacity;

namespace Orchestrix.Cluster.Tests.Drills;

/// <summary>How rounds are summed up.</summary>
public sealed class CapacityReportTests
{
    [Fact]
    public void The_middle_round_of_each_cluster_stands_for_it_and_pairs_say_what_TLS_costs()
    {
        // Two sizes in three rounds, every other pair in the other order. TLS costs 10, 20 and 60 % in the pairs of one
        // silo, and 50 % in each of three.
        CapacityCell[] measured =
        [
            Cell(1, false, 1000), Cell(1, true, 900), Cell(3, false, 100), Cell(3, true, 50),
            Cell(1, true, 1600), Cell(1, false, 2000), Cell(3, true, 60), Cell(3, false, 120),
            Cell(1, false, 1500), Cell(1, true, 600), Cell(3, false, 80), Cell(3, true, 40),
        ];

        var report = CapacityReport.From(new CapacityOptions(64, TimeSpan.FromSeconds(10), 3, "logs"), measured);

        Assert.Equal(
            [(1, false, 1500d), (1, true, 900), (3, false, 100), (3, true, 50)],
            report.Cells.Select(static cell => (cell.Silos, cell.Tls, cell.CommandsPerS)));
        Assert.Equal(50, report.TlsCostPercent);
    }

    [Fact]
    public void Processor_time_is_that_of_one_command_in_microseconds()
    {
        var used = new ProcessorReading(Apis: 3, Silos: 5, Database: 2.5, Callers: 1.5)
            .Since(new ProcessorReading(Apis: 1, Silos: 2, Database: 2, Callers: 0.5), commands: 10_000);

        Assert.Equal(new ProcessorReading(Apis: 200, Silos: 300, Database: 50, Callers: 100), used);
    }

    private static CapacityCell Cell(int silos, bool tls, double perSecond) =>
        new(silos, 1, tls, perSecond, 1, 2, 3, 4, 5, 6, 7, 8, 0);
}
