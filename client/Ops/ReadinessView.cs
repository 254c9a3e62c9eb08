using Orchestrix.Errors;
using Orchestrix.Readiness;

namespace Bank.Client.Ops;

/// <summary>What silos and database measure of themselves, in the order in which it is to be looked at.</summary>
/// <param name="Groups">Checks by group: what fails comes first, groups and checks alike.</param>
/// <param name="WaiverTrouble">Why no waiver counts, or null.</param>
internal sealed record ReadinessView(IReadOnlyList<IGrouping<string, CheckResult>> Groups, string? WaiverTrouble)
{
    private static readonly CheckOutcome[] Order =
    [
        CheckOutcome.Failed, CheckOutcome.Waived, CheckOutcome.Unknown, CheckOutcome.Passed,
        CheckOutcome.NotApplicable,
    ];

    public int Count(CheckOutcome outcome) =>
        Groups.Sum(group => group.Count(result => result.Outcome == outcome));

    /// <summary>
    /// Results with their waivers. A waiver that is past its day counts no longer, and the check says so.
    /// </summary>
    /// <param name="results">What was measured.</param>
    /// <param name="waiverFile">The file of waivers; null if there is none.</param>
    /// <param name="today">The day, in UTC.</param>
    public static ReadinessView Of(IReadOnlyList<CheckResult> results, string? waiverFile, DateOnly today)
    {
        string? trouble = null;
        var waivers = new Dictionary<string, Waiver>(StringComparer.Ordinal);
        try
        {
            // The file is that of `orchestrix readiness`, which has more checks and refuses two waivers of one.
            foreach (var waiver in WaiverFile.Read(waiverFile))
                waivers[waiver.Check!] = waiver;
        }
        catch (ConfigurationException exception)
        {
            trouble = exception.Message;
        }
        var waived = results.Select(result =>
            result.Outcome != CheckOutcome.Failed || !waivers.TryGetValue(result.Check.Id, out var waiver) ? result
            : waiver.Until >= today ? waiver.Waive(result)
            : result with { Evidence = $"{result.Evidence}; the waiver by {waiver.Owner} has ended" });
        return new ReadinessView(
            [.. waived.OrderBy(Rank).ThenBy(static result => result.Check.Severity)
                .GroupBy(static result => result.Check.Group)],
            trouble);
    }

    private static int Rank(CheckResult result) => Array.IndexOf(Order, result.Outcome);
}
