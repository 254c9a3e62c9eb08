using Bank.Cli.Demo;
using Spectre.Console;

namespace Bank.Cli.Commands;

/// <summary>What a running demo offers.</summary>
internal static class DemoScreen
{
    /// <summary>Shows the addresses and some commands to try.</summary>
    public static void Show(IAnsiConsole console, DemoBank bank, DemoOptions options)
    {
        var api = bank.ApiAddress.ToString().TrimEnd('/');
        var account = LiveTraffic.AccountIds[0];
        var table = new Table().Border(TableBorder.Rounded).Title("The bank is open").HideHeaders().AddColumns("", "");
        table.AddRow("Operations page", $"{api}/operations");
        table.AddRow("HTTP API", $"{api}/accounts/{account}");
        table.AddRow("OpenAPI document", $"{api}/openapi/v1.json");
        table.AddRow("Health of the API", $"{api}/health/ready");
        table.AddRow("Health of the silo", new Uri(bank.SiloAddress, "/health/ready").ToString());
        table.AddRow("Gateway for `bank import`", bank.Cluster.Gateways[0]);
        table.AddRow("Accounts with live traffic", string.Join(", ", LiveTraffic.AccountIds));
        table.AddRow(new Text("PostgreSQL"), new Text(bank.Postgres));
        table.AddRow(new Text("Logs"), new Text(Path.GetFullPath(options.LogDirectory)));
        console.Write(table);

        console.WriteLine("Sign in to the operations page with this key:");
        console.Profile.Out.Writer.WriteLine($"  {bank.Key.Text}");
        console.WriteLine("Try:");
        // Past the console, which would break a long line in two: a command is copied as a whole.
        var connection = Path.GetRelativePath(Environment.CurrentDirectory, bank.ConnectionPath);
        foreach (var command in Examples(api, account, bank.Key.Text, connection))
            console.Profile.Out.Writer.WriteLine($"  {command}");
        console.WriteLine("Ctrl-C stops everything. The data stays for the next run.");
    }

    /// <summary>Shows where the bank can be watched.</summary>
    /// <param name="console">Where the user reads.</param>
    /// <param name="bank">The running bank.</param>
    /// <param name="prometheus">Scrapes it; null if none is installed.</param>
    public static void ShowObservers(IAnsiConsole console, DemoBank bank, DemoPrometheus? prometheus)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Observers").HideHeaders().AddColumns("", "");
        table.AddRow("Prometheus", prometheus is null
            ? "not installed; deploy/scripts/ensure-prometheus.sh installs it or says how"
            : $"{prometheus.Address}alerts and {prometheus.Address}graph");
        table.AddRow("Metrics of the silo", new Uri(bank.SiloAddress, "/metrics").ToString());
        table.AddRow("Metrics of the API", new Uri(bank.ApiAddress, "/metrics").ToString());
        table.AddRow(
            new Text("Traces go"), new Text(TraceTarget.Describe(Environment.GetEnvironmentVariable)));
        table.AddRow("Dashboards for Grafana", "deploy/grafana");
        console.Write(table);
    }

    private static string[] Examples(string api, string account, string key, string connection) =>
    [
        // A key is a header, and a shell that runs these lines one by one knows it from the first on.
        $"KEY='Authorization: Bearer {key}'",
        $"curl -H \"$KEY\" {api}/accounts/{account}",
        $"curl -H \"$KEY\" '{api}/accounts/{account}/events'",
        $"curl -H \"$KEY\" -X POST {api}/accounts -H 'Content-Type: application/json' "
            + "-H 'Idempotency-Key: my-account' -d '{\"id\":\"my-account\",\"owner\":\"Me\",\"currency\":\"EUR\"}'",
        $"curl -H \"$KEY\" -X POST {api}/accounts/my-account/deposits -H 'Content-Type: application/json' "
            + "-H 'Idempotency-Key: pay-1' -d '{\"amount\":12.50,\"currency\":\"EUR\"}'",
        $"curl -H \"$KEY\" -i -X POST {api}/transfers -H 'Content-Type: application/json' "
            + "-H 'Idempotency-Key: rent-1' "
            + $"-d '{{\"from\":\"{account}\",\"to\":\"my-account\",\"amount\":5,\"currency\":\"EUR\"}}'",
        $"curl -H \"$KEY\" '{api}/transfers/rent-1?wait=5'",
        $"curl -H \"$KEY\" -N '{api}/events?stream=account/{account}'",
        $"curl -H \"$KEY\" '{api}/accounts/{account}?version=2'",
        $"dotnet run -c Release --project src/Orchestrix.Cli -- events account/{account} "
            + $"--connection-file {connection}",
    ];
}
