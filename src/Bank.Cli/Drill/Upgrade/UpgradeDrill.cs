using Bank.Cli.Topology;
using Orchestrix.PostgreSQL.Integrity;

namespace Bank.Cli.Drill.Upgrade;

/// <summary>
/// Replaces a running cluster by another version, one program after the other and silos first, while customers pay in:
/// real processes, stopped as a service manager stops them.
/// </summary>
internal sealed class UpgradeDrill(UpgradeOptions options, Action<string> report, TimeProvider time)
{
    /// <summary>Carries it out.</summary>
    /// <exception cref="DrillException">A step did not succeed.</exception>
    public async Task<UpgradeReport> RunAsync(CancellationToken cancellationToken)
    {
        var current = HostPrograms.Current();
        var previous = options.Previous is { } directory ? HostPrograms.In(directory) : current;
        using var folder = new DrillFolder();
        await using var cluster = await BankCluster.StartAsync(
            new ClusterOptions(
                UpgradeOptions.Silos, UpgradeOptions.Apis, folder["postgres"], options.LogDirectory),
            previous, report, time, cancellationToken);
        using var writers = new ApiWriters(cluster, options.Writers, time);
        await writers.OpenAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = writers.RunAsync(stop.Token, cancellationToken);
        int replaced;
        try
        {
            replaced = await ReplaceAsync(cluster, current, writers, writing, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await writing.ContinueWith(static _ => { }, TaskScheduler.Default);
        }
        await writing;
        report("Comparing what was acknowledged with the log");
        return await CompareAsync(cluster, writers, replaced, cancellationToken);
    }

    private async Task<int> ReplaceAsync(
        BankCluster cluster, HostPrograms current, ApiWriters writers, Task writing,
        CancellationToken cancellationToken)
    {
        var replaced = 0;
        await LoadAsync(writing, cancellationToken);
        foreach (var host in cluster.Silos.Concat(cluster.Apis))
        {
            report($"Replacing {host.Name} after {writers.Acknowledged.Count:N0} acknowledged commands");
            await host.StopAsync();
            await host.StartAsync(
                cluster.Silos.Contains(host) ? current.Silo : current.Client, cancellationToken);
            replaced++;
            await LoadAsync(writing, cancellationToken);
        }
        return replaced;
    }

    /// <summary>Lets the customers go on for a while; a customer that failed ends the drill.</summary>
    private async Task LoadAsync(Task writing, CancellationToken cancellationToken) =>
        await await Task.WhenAny(writing, Task.Delay(options.Load, time, cancellationToken));

    private async Task<UpgradeReport> CompareAsync(
        BankCluster cluster, ApiWriters writers, int replaced, CancellationToken cancellationToken)
    {
        await using var log = new DrillDatabase(cluster.Postgres.ApplicationConnectionString);
        var acknowledged = writers.Acknowledged;
        var waits = acknowledged.Select(one => time.GetElapsedTime(one.SentAt, one.AnsweredAt)).Order().ToArray();
        var lost = await log.FindLostAsync(acknowledged, cancellationToken);
        var verified = await log.VerifyAsync(LogAnchor.Start, cancellationToken);
        return new UpgradeReport(
            options.Previous is not null, replaced, acknowledged.Count, lost.Count,
            await log.ReadAsync<long>("count_doubled", cancellationToken), writers.Retried,
            Math.Round(waits[^1].TotalSeconds, 2),
            Math.Round(waits[(int)(waits.Length * 0.99)].TotalMilliseconds, 1),
            await log.CountEventsAsync(cancellationToken), await log.IsContiguousAsync(cancellationToken),
            verified.IsIntact);
    }
}
