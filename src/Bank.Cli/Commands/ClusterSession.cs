using Bank.Cli.Demo;
using Bank.Cli.Drill;
using Bank.Cli.Topology;
using Bank.Cli.Topology.Production;
using Spectre.Console;

namespace Bank.Cli.Commands;

/// <summary>The cluster as a user sees it.</summary>
/// <param name="options">What is to be started.</param>
/// <param name="isProduction">True starts what production has beside it, too; then the options do not count.</param>
/// <param name="console">Where the user reads.</param>
/// <param name="time">Measures waits.</param>
internal sealed class ClusterSession(
    ClusterOptions options, bool isProduction, IAnsiConsole console, TimeProvider time)
{
    /// <summary>Runs the cluster until cancelled or the time is over.</summary>
    /// <param name="duration">How long it runs once it is up; infinite for until cancelled.</param>
    /// <param name="withTraffic">Whether customers move money meanwhile.</param>
    /// <param name="cancellationToken">Stops it in good order.</param>
    public async Task<int> RunAsync(TimeSpan duration, bool withTraffic, CancellationToken cancellationToken)
    {
        await using var production = isProduction
            ? await ProductionCluster.StartAsync(
                new ProductionOptions(options.LogDirectory, IsFlawed: false), Report, time, cancellationToken)
            : null;
        using var folder = isProduction ? null : new DrillFolder();
        using var authority = folder is null ? null : new LocalAuthority(folder.Path, time);
        await using var own = isProduction
            ? null
            : await BankCluster.StartAsync(
                options with { Authority = authority, IsHttpPlain = true }, HostPrograms.Current(), Report, time,
                cancellationToken);
        var cluster = production?.Cluster ?? own!;
        using var traffic = new LiveTraffic(
            cluster.NewHttp(LiveTraffic.Patience), cluster.Apis[0].Address, cluster.Key, time);
        if (withTraffic)
            await traffic.OpenAccountsAsync(cancellationToken);
        Show(cluster, production);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(duration);
        var moving = withTraffic ? traffic.RunAsync(stop.Token) : Task.CompletedTask;
        try
        {
            await cluster.KeepRunningAsync(Report, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            await stop.CancelAsync();
            await moving.ContinueWith(static _ => { }, TaskScheduler.Default);
        }
        Report($"Stopping; {traffic.Sent:N0} requests were answered meanwhile, {traffic.Failed:N0} were not");
        return ExitCodes.Success;
    }

    private void Show(BankCluster cluster, ProductionCluster? production)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("The cluster runs").HideHeaders().AddColumns("", "");
        foreach (var api in cluster.Apis)
            table.AddRow($"HTTP API ({api.Name}, process {api.ProcessId})", api.Address.ToString());
        table.AddRow("Operations pages", new Uri(cluster.Apis[0].Address, "/operations").ToString());
        foreach (var silo in cluster.Silos)
        {
            table.AddRow(
                $"Health of {silo.Name} (process {silo.ProcessId})",
                new Uri(silo.Address, "/health/ready").ToString());
        }
        table.AddRow(new Text("PostgreSQL"), new Text(cluster.Postgres.ToString()!));
        table.AddRow(new Text("Connection file for orchestrix"), new Text(cluster.ConnectionPath));
        if (production is not null)
        {
            table.AddRow(new Text("Its standby"), new Text(production.Standby.ToString()));
            table.AddRow(new Text("Authority of the certificates"), new Text(production.Operator.AuthorityPath));
            table.AddRow("Prometheus", production.Prometheus?.Address.ToString() ?? "not installed");
        }
        table.AddRow(new Text("Logs"), new Text(Path.GetFullPath(options.LogDirectory)));
        console.Write(table);
        console.WriteLine(
            "This key may do everything until the cluster ends. It signs in to the pages, and a request carries it as");
        // Past the console, which would break a long line in two.
        console.Profile.Out.Writer.WriteLine($"  Authorization: Bearer {cluster.Key.Text}");
        console.WriteLine(production is null
            ? "Ctrl-C stops everything. The data stays for the next run."
            : "Ctrl-C stops everything and deletes the data.");
    }

    private void Report(string what) => console.MarkupLineInterpolated($"[grey]{what}[/]");
}
