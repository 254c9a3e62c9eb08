using System.Globalization;
using System.Text.Json;
using Bank.Cli.Demo;
using Bank.Cli.Topology;
using Bank.Cli.Topology.Production;

namespace Bank.Cli.Commands;

/// <summary>Starts an installation of this machine and runs <c>orchestrix readiness</c> on it.</summary>
/// <param name="arguments">Further arguments of that command.</param>
/// <param name="report">Is told what is being done.</param>
/// <param name="time">Measures waits.</param>
internal sealed class ReadinessSession(IReadOnlyList<string> arguments, Action<string> report, TimeProvider time)
{
    private const string Traces = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string _logs = Path.Combine(".data", "readiness-logs");

    /// <summary>Measures a demo.</summary>
    /// <returns>The exit code of <c>orchestrix readiness</c>.</returns>
    public async Task<int> MeasureDemoAsync(CancellationToken cancellationToken)
    {
        await using var bank = await DemoBank.StartAsync(
            new DemoOptions(Path.Combine(".data", "readiness"), _logs), report, time, cancellationToken);
        await bank.StartApiAsync(cancellationToken);
        return await OrchestrixProgram.ShowAsync(
            [
                "readiness", "--gateway", bank.Cluster.Gateways[0], "--cluster-id", bank.Cluster.ClusterId,
                "--url", bank.ApiAddress.ToString(), .. arguments,
            ],
            new Dictionary<string, string>(), cancellationToken);
    }

    /// <summary>Measures a cluster with production settings.</summary>
    /// <param name="isFlawed">Breaks what <see cref="Flaws"/> names before.</param>
    /// <param name="cancellationToken">Stops everything.</param>
    /// <returns>The exit code of <c>orchestrix readiness</c>.</returns>
    public async Task<int> MeasureClusterAsync(bool isFlawed, CancellationToken cancellationToken)
    {
        // The result is the last line, also where both outputs are one.
        var isMeasured = false;
        await using var production = await ProductionCluster.StartAsync(
            new ProductionOptions(_logs, isFlawed), what => Report(what, isMeasured), time, cancellationToken);
        var cluster = production.Cluster;
        using (var traffic = new LiveTraffic(
            cluster.NewHttp(LiveTraffic.Patience), cluster.Apis[0].Address, cluster.Key, time))
        {
            await traffic.OpenAccountsAsync(cancellationToken);
        }
        if (!isFlawed)
            await production.TryRestoreAsync(cancellationToken);
        foreach (var (deed, check) in isFlawed ? Flaws.All : [])
            report($"Broken on purpose: {deed} ({check})");
        var waivers = production.Folder["waivers.json"];
        await File.WriteAllTextAsync(waivers, Waivers(), cancellationToken);
        var environment = new Dictionary<string, string>();
        production.Operator.AddForCluster(environment);
        report("Measuring");
        isMeasured = true;
        return await OrchestrixProgram.ShowAsync(
            [
                "readiness", .. cluster.Address.Gateways.SelectMany(static gateway => (string[])["--gateway", gateway]),
                "--cluster-id", cluster.Address.ClusterId,
                .. cluster.Apis.SelectMany(static api => (string[])["--url", api.Address.ToString()]),
                "--http-ca", production.Operator.AuthorityPath, "--backup-info", production.BackupInfoPath,
                .. isFlawed ? (string[])[] : ["--drill-record", production.DrillRecordPath],
                .. production.Prometheus is { } prometheus
                    ? (string[])["--prometheus", prometheus.Address.ToString()] : [],
                .. arguments.Contains("--waivers") ? (string[])[] : ["--waivers", waivers],
                .. arguments.Contains("--database-directory")
                    ? (string[])[] : ["--database-directory", production.DatabaseDirectory],
                .. arguments,
            ],
            environment, cancellationToken);
    }

    private void Report(string what, bool isMeasured)
    {
        if (!isMeasured)
            report(what);
    }

    /// <summary>What one machine cannot have. Whoever runs this answers for it, and not for longer.</summary>
    private string Waivers()
    {
        // Not today, which may end meanwhile.
        var until = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1);
        Dictionary<string, string>[] waivers = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Traces))
            ?
            [
                new()
                {
                    ["check"] = "observability.traces",
                    ["owner"] = Environment.UserName,
                    ["reason"] = $"this machine has no collector; {Traces} names one",
                    ["until"] = until.ToString("O", CultureInfo.InvariantCulture),
                },
            ]
            : [];
        return JsonSerializer.Serialize(waivers);
    }
}
