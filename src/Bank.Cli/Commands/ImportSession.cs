using Bank.Cli.Import;
using Spectre.Console;

namespace Bank.Cli.Commands;

/// <summary>
/// An import as a user sees it: progress and summary on standard error, the result as JSON on standard output.
/// </summary>
internal sealed class ImportSession(IGrainFactory grains, ImportOptions options, TimeProvider time)
{
    /// <summary>Most refusals and mismatches that are listed.</summary>
    private const int MaxListed = 20;

    private readonly IAnsiConsole _console = StandardError.Console();

    /// <summary>Imports and returns the exit code.</summary>
    /// <param name="file">The file.</param>
    /// <param name="verify">Whether balances are compared.</param>
    /// <param name="quiet">Whether only the JSON is written.</param>
    /// <param name="cancellationToken">Stops between two commands.</param>
    public async Task<int> RunAsync(TransactionFile file, bool verify, bool quiet, CancellationToken cancellationToken)
    {
        var run = new ImportRun(grains, options, time);
        var work = run.RunAsync(file, verify, cancellationToken);
        if (!quiet)
            await new ImportProgress(_console, time).ShowAsync(work, run.Counters, file);
        var result = await AwaitAsync(work, run.Counters);
        foreach (var line in Differences(result).Take(MaxListed))
            await Console.Error.WriteLineAsync(line);
        if (!quiet)
            ShowSummary(result, run.Counters.Retries);
        await Console.Out.WriteLineAsync(result.Summary.ToJson());
        return result.IsClean ? ExitCodes.Success : ExitCodes.Differences;
    }

    private static async Task<ImportResult> AwaitAsync(Task<ImportResult> work, ImportCounters counters)
    {
        try
        {
            return await work;
        }
        catch (Exception) when (counters.Transactions > 0)
        {
            await Console.Error.WriteLineAsync(
                $"{counters.Transactions} transactions of {counters.Accounts} accounts were taken, and stay.");
            throw;
        }
    }

    private static IEnumerable<string> Differences(ImportResult result) =>
    [
        .. result.Refused.Select(static row => row.ToString()),
        .. result.Mismatches.Select(static mismatch => mismatch.ToString()),
    ];

    private void ShowSummary(ImportResult result, long retries)
    {
        var summary = result.Summary;
        var table = new Table().Border(TableBorder.Rounded).HideHeaders()
            .AddColumn("").AddColumn(new TableColumn("").RightAligned());
        table.AddRow("Accounts", $"{summary.Accounts:N0}");
        table.AddRow("Transactions", $"{summary.Transactions:N0}");
        table.AddRow("of them known before", $"{summary.Duplicates:N0}");
        table.AddRow("Refused", $"{result.Refused.Count:N0}");
        table.AddRow("Balances that differ", summary.Mismatches is { } count ? $"{count:N0}" : "not compared");
        table.AddRow("Sent again after a failure", $"{retries:N0}");
        table.AddRow("Seconds", $"{summary.Seconds:N1}");
        table.AddRow("Commands per second", $"{summary.CommandsPerSecond:N0}");
        _console.Write(table);
    }
}
