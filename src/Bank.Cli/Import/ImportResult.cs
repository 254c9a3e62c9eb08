namespace Bank.Cli.Import;

/// <summary>How an import ended that reached the end of its file.</summary>
/// <param name="Summary">The numbers.</param>
/// <param name="Refused">The transactions at which accounts stopped, in the order of the file.</param>
/// <param name="Mismatches">The accounts that do not hold what the file says.</param>
internal sealed record ImportResult(
    ImportSummary Summary, IReadOnlyList<RefusedRow> Refused, IReadOnlyList<BalanceMismatch> Mismatches)
{
    /// <summary>Every transaction was taken and no balance differs.</summary>
    public bool IsClean => Refused.Count == 0 && Mismatches.Count == 0;
}
