using System.Diagnostics;
using Bank.Cli.Drill;
using Bank.Cli.Topology;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Capacity;

/// <summary>
/// Customers who pay in over HTTP as fast as they are answered, to clusters of several sizes, without TLS and with it:
/// real processes on a private PostgreSQL, each time from the start. In pairs, every other one in the other order.
/// </summary>
internal sealed class CapacityRun(CapacityOptions options, Action<string> report, TimeProvider time)
{
    /// <summary>Carries it out.</summary>
    /// <exception cref="ConfigurationException">The machine has no PostgreSQL, or no <c>/proc</c>.</exception>
    /// <exception cref="DrillException">A command was refused.</exception>
    public async Task<CapacityReport> RunAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new ConfigurationException("Processor time is read from /proc, which only Linux has.");
        var cells = new List<CapacityCell>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var (silos, apis) in CapacityOptions.Sizes)
            {
                foreach (var tls in (bool[])[round % 2 == 1, round % 2 == 0])
                {
                    report($"Round {round + 1}: silos {silos}, APIs {apis}, {(tls ? "with" : "without")} TLS");
                    var cell = await MeasureAsync(silos, apis, tls, cancellationToken);
                    report($"  {cell.CommandsPerS:N0} commands/s, 99 % within {cell.P99Ms:N0} ms");
                    cells.Add(cell);
                }
            }
        }
        return CapacityReport.From(options, cells);
    }

    private async Task<CapacityCell> MeasureAsync(
        int silos, int apis, bool tls, CancellationToken cancellationToken)
    {
        using var folder = new DrillFolder();
        using var authority = tls ? new LocalAuthority(folder["certificates"], time) : null;
        var server = await StartServerAsync(folder, authority, cancellationToken);
        var cluster = await BankCluster.StartAsync(
            ProvisionedPostgres.Adopt(server),
            new ClusterOptions(silos, apis, folder["postgres"], options.LogDirectory) { Authority = authority },
            HostPrograms.Current(), static _ => { }, time, cancellationToken);
        await using var stopped = cluster;
        using var writers = new ApiWriters(cluster, options.Callers, time);
        await writers.OpenAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = writers.RunAsync(stop.Token, cancellationToken);
        await WaitAsync(writing, CapacityOptions.Warmup, cancellationToken);
        var (started, before) = (time.GetTimestamp(), ProcessorReading.Of(cluster, server.ProcessId));
        await WaitAsync(writing, options.Duration, cancellationToken);
        var (ended, after) = (time.GetTimestamp(), ProcessorReading.Of(cluster, server.ProcessId));
        var memory = (Api: LargestMb(cluster.Apis), Silo: LargestMb(cluster.Silos));
        await stop.CancelAsync();
        await writing;

        var waits = writers.Acknowledged
            .Where(one => one.AnsweredAt > started && one.AnsweredAt <= ended)
            .Select(one => time.GetElapsedTime(one.SentAt, one.AnsweredAt).TotalMilliseconds).Order().ToArray();
        if (waits.Length == 0)
            throw new DrillException("No command was answered while it was measured.");
        double Within(double share) => Math.Round(waits[(int)(waits.Length * share)], 1);
        var used = after.Since(before, waits.Length);
        return new CapacityCell(
            silos, apis, tls, Math.Round(waits.Length / time.GetElapsedTime(started, ended).TotalSeconds),
            Within(0.5), Within(0.99), used.Apis, used.Silos, used.Database, used.Callers, memory.Api, memory.Silo,
            writers.Retried);
    }

    private static async Task<LocalPostgres> StartServerAsync(
        DrillFolder folder, LocalAuthority? authority, CancellationToken cancellationToken)
    {
        var options = new LocalPostgresOptions { DataDirectory = folder["postgres"] };
        if (authority is not null)
        {
            var certificate = authority.Issue("postgres");
            options.Tls = new LocalPostgresTls(
                await File.ReadAllTextAsync(certificate.Path, cancellationToken),
                await File.ReadAllTextAsync(certificate.KeyPath, cancellationToken), authority.Path);
        }
        return await LocalPostgres.StartAsync(options, cancellationToken);
    }

    // A customer that failed ends the wait, and the run.
    private async Task WaitAsync(Task writing, TimeSpan duration, CancellationToken cancellationToken) =>
        await await Task.WhenAny(writing, Task.Delay(duration, time, cancellationToken));

    private static double LargestMb(IEnumerable<ClusterHost> hosts) => Math.Round(hosts.Max(static host =>
    {
        using var process = Process.GetProcessById(host.ProcessId);
        return process.WorkingSet64 / 1_000_000d;
    }));
}
