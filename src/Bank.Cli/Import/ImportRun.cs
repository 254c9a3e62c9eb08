namespace Bank.Cli.Import;

/// <summary>One import from opening the file to comparing the balances.</summary>
internal sealed class ImportRun(IGrainFactory grains, ImportOptions options, TimeProvider time)
{
    /// <summary>What was done so far; may be read while it runs.</summary>
    public ImportCounters Counters { get; } = new();

    /// <summary>Imports a file.</summary>
    /// <param name="file">The file; read to its end.</param>
    /// <param name="verify">Whether the balances are compared afterwards.</param>
    /// <param name="cancellationToken">Stops between two commands; what was sent stays.</param>
    /// <exception cref="ImportFileException">The file is malformed.</exception>
    /// <exception cref="ImportStoppedException">A command was not handled; run again to resume.</exception>
    public async Task<ImportResult> RunAsync(TransactionFile file, bool verify, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var importer = new Importer(grains, options, Counters, time);
        var accounts = await importer.RunAsync(file.ReadAsync(cancellationToken), cancellationToken);
        var seconds = time.GetElapsedTime(started).TotalSeconds;

        IReadOnlyList<BalanceMismatch> mismatches = [];
        if (verify)
        {
            mismatches = await new BalanceVerification(grains, options, Counters, time)
                .RunAsync(accounts, cancellationToken);
        }
        var refused = accounts.Select(static account => account.Refusal).OfType<RefusedRow>()
            .OrderBy(static row => row.Line).ToArray();
        return new ImportResult(Summary(verify ? mismatches.Count : null, seconds), refused, mismatches);
    }

    private ImportSummary Summary(int? mismatches, double seconds) => new(
        Counters.Accounts, Counters.Transactions, mismatches, Counters.Duplicates, Math.Round(seconds, 3),
        seconds > 0 ? Math.Round(Counters.Commands / seconds, 1) : 0);
}
