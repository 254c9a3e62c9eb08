using Bank.Cli.Topology;

namespace Bank.Cli.Capacity;

/// <summary>Processor seconds of all programs of a cluster at one moment.</summary>
internal readonly record struct ProcessorReading(double Apis, double Silos, double Database, double Callers)
{
    /// <summary>Reads them.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="server">The process id of its PostgreSQL.</param>
    public static ProcessorReading Of(BankCluster cluster, int server) => new(
        cluster.Apis.Sum(Seconds), cluster.Silos.Sum(Seconds), ProcessTimes.TreeSeconds(server),
        ProcessTimes.Read(Environment.ProcessId)!.Value.OwnSeconds);

    /// <summary>What was used since an earlier reading, in µs for each of the commands.</summary>
    public ProcessorReading Since(ProcessorReading earlier, int commands)
    {
        double Each(double now, double then) => Math.Round((now - then) * 1_000_000 / commands, 1);
        return new ProcessorReading(
            Each(Apis, earlier.Apis), Each(Silos, earlier.Silos), Each(Database, earlier.Database),
            Each(Callers, earlier.Callers));
    }

    private static double Seconds(ClusterHost host) => ProcessTimes.Read(host.ProcessId)?.OwnSeconds ?? 0;
}
