using System.Text.Json;

namespace Bank.Cli.Import;

/// <summary>The result of an import, as its last line of output tells it to programs.</summary>
/// <param name="Accounts">Accounts of the file that the bank has.</param>
/// <param name="Transactions">Transactions of the file that the bank has.</param>
/// <param name="Mismatches">Accounts whose balance differs by more than 1.00; null if they were not compared.</param>
/// <param name="Duplicates">Those of the transactions that it had before this run.</param>
/// <param name="Seconds">How long reading and sending took; starting and comparing are not counted.</param>
/// <param name="CommandsPerSecond">Commands answered in a second of that; one opens each account.</param>
internal sealed record ImportSummary(
    long Accounts, long Transactions, int? Mismatches, long Duplicates, double Seconds, double CommandsPerSecond)
{
    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ImportJson.Default.ImportSummary);
}
