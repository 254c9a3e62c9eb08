using Bank.Cli.Demo;
using Bank.Cli.Topology;
using Spectre.Console;

namespace Bank.Cli.Commands;

/// <summary>The cluster as a user sees it.</summary>
/// <param name="options">What is to be started.</param>
/// <param name="console">Where the user reads.</param>
/// <param name="time">Measures waits.</param>
internal sealed class ClusterSession(ClusterOptions options, IAnsiConsole console, TimeProvider time)
{
    /// <summary>Runs the cluster until cancelled or the time is over.</summary>
    /// <param name="duration">How long it runs once it is up; infinite for until cancelled.</param>
    /// <param name="withTraffic">Whether customers move money meanwhile.</param>
    /// <param name="cancellationToken">Stops it in good order.</param>
    public async Task<int> RunAsync(TimeSpan duration, bool withTraffic, CancellationToken cancellationToken)
    {
        await using var cluster = await BankCluster.StartAsync(
            options, HostPrograms.Current(), Report, time, cancellationToken);
        using var traffic = new LiveTraffic(cluster.Apis[0].Address, cluster.Key, time);
        if (withTraffic)
            await traffic.OpenAccountsAsync(cancellationToken);
        Show(cluster);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(duration);
        var moving = withTraffic ? traffic.RunAsync(stop.Token) : Task.CompletedTask;
        try
        {
            await cluster.ThrowWhenAnyEndsAsync(stop.Token);
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

    private void Show(BankCluster cluster)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("The cluster runs").HideHeaders().AddColumns("", "");
        foreach (var api in cluster.Apis)
            table.AddRow($"HTTP API ({api.Name})", api.Address.ToString());
        foreach (var silo in cluster.Silos)
            table.AddRow($"Health of {silo.Name}", new Uri(silo.Address, "/health/ready").ToString());
        table.AddRow(new Text("PostgreSQL"), new Text(cluster.Postgres.ToString()!));
        table.AddRow(new Text("Connection file for orchestrix"), new Text(cluster.ConnectionPath));
        table.AddRow(new Text("Logs"), new Text(Path.GetFullPath(options.LogDirectory)));
        console.Write(table);
        console.WriteLine("A request to an API carries this key, which may do everything and ends with the cluster:");
        // Past the console, which would break a long line in two.
        console.Profile.Out.Writer.WriteLine($"  Authorization: Bearer {cluster.Key.Text}");
        console.WriteLine("Ctrl-C stops everything. The data stays for the next run.");
    }

    private void Report(string what) => console.MarkupLineInterpolated($"[grey]{what}[/]");
}
