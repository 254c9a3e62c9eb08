using System.CommandLine;
using Bank.Cli.Import;
using Orchestrix.Cli;

namespace Bank.Cli.Commands;

/// <summary><c>bank import</c>: sends the transactions of a file to a running bank.</summary>
internal static class ImportCommand
{
    private const string Summary = "Import the transactions of a CSV file into a running bank.";

    private const string Help = $$"""
        The file is plain or compressed with gzip. Its header is
          transaction_id,account_id,date,kind,operation,amount,balance,partner_bank,partner_account
        with dates as yyyy-MM-dd, kind credit or debit, amounts in CZK with a point, and balance as recorded after the
        transaction. Every line, the last too, ends with a line end.

        Accounts are opened when they are first met, as cz-{account_id}. They are imported side by side, and each in the
        order of the file. A transaction is taken once, however often it is sent: stop the import at any time and run it
        again to resume. At a malformed line it stops and names the line; what was sent before stays. A transaction that
        the bank refuses stops its account only.

        Progress goes to standard error. The last line of standard output is JSON with the numbers accounts,
        transactions, mismatches (balances that differ by more than 1.00), duplicates, seconds and commands_per_second.

        {{ExitCodes.Help}}
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The CSV file, plain or compressed with gzip." };
        var gateways = new Option<string[]>("--gateway")
        {
            HelpName = "host:port",
            Description = "A silo's gateway; may be given several times.",
            DefaultValueFactory = static _ => ["127.0.0.1:30000"],
            AllowMultipleArgumentsPerToken = true,
        };
        var cluster = Id("--cluster-id", "The id of the cluster, as the silos have it.");
        var service = Id("--service-id", "The id of the service, as the silos have it.");
        var concurrency = ImportSettings.ConcurrencyOption();
        var verify = new Option<bool>("--verify")
        {
            Description = "Compare every account's balance with the last recorded one afterwards. "
                + "`--verify false` does not.",
            DefaultValueFactory = static _ => true,
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print no progress and no summary, only the line of JSON.",
        };
        var command = new DetailedCommand("import", Summary, Help)
        {
            file, gateways, cluster, service, concurrency, verify, json,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            using var transactions = TransactionFile.Open(result.GetRequiredValue(file));
            var target = new ClusterAddress(
                result.GetRequiredValue(gateways), result.GetRequiredValue(cluster), result.GetRequiredValue(service));
            var options = new ImportOptions { Concurrency = result.GetRequiredValue(concurrency) };
            await using var bank = await BankConnection.OpenAsync(target, TimeProvider.System, cancellationToken);
            var session = new ImportSession(bank.Grains, options, TimeProvider.System);
            return await session.RunAsync(
                transactions, result.GetRequiredValue(verify), result.GetValue(json), cancellationToken);
        }));
        return command;
    }

    private static Option<string> Id(string name, string description) => new(name)
    {
        HelpName = "id",
        Description = description,
        DefaultValueFactory = static _ => "bank",
    };
}
