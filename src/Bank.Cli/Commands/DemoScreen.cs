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

        console.WriteLine("Try:");
        // Past the console, which would break a long line in two: a command is copied as a whole.
        var connection = Path.GetRelativePath(Environment.CurrentDirectory, bank.ConnectionPath);
        foreach (var command in Examples(api, account, connection))
            console.Profile.Out.Writer.WriteLine($"  {command}");
        console.WriteLine("Ctrl-C stops everything. The data stays for the next run.");
    }

    private static string[] Examples(string api, string account, string connection) =>
    [
        $"curl {api}/accounts/{account}",
        $"curl '{api}/accounts/{account}/events'",
        $"curl -X POST {api}/accounts -H 'Content-Type: application/json' -H 'Idempotency-Key: my-account' "
            + "-d '{\"id\":\"my-account\",\"owner\":\"Me\",\"currency\":\"EUR\"}'",
        $"curl -X POST {api}/accounts/my-account/deposits -H 'Content-Type: application/json' "
            + "-H 'Idempotency-Key: pay-1' -d '{\"amount\":12.50,\"currency\":\"EUR\"}'",
        $"curl -i -X POST {api}/transfers -H 'Content-Type: application/json' -H 'Idempotency-Key: rent-1' "
            + $"-d '{{\"from\":\"{account}\",\"to\":\"my-account\",\"amount\":5,\"currency\":\"EUR\"}}'",
        $"curl '{api}/transfers/rent-1?wait=5'",
        $"curl -N '{api}/events?stream=account/{account}'",
        $"curl '{api}/accounts/{account}?version=2'",
        $"dotnet run -c Release --project src/Orchestrix.Cli -- events account/{account} "
            + $"--connection-file {connection}",
    ];
}
