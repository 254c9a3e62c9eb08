using Orchestrix.Readiness;

namespace Bank.Client.Ops;

/// <summary>What silos and database measure of themselves, in the order in which it is to be looked at.</summary>
/// <param name="Groups">Checks by group: what fails comes first, groups and checks alike.</param>
/// <param name="Troubles">What is wrong with waivers that do not count.</param>
internal sealed record ReadinessView(
    IReadOnlyList<IGrouping<string, CheckResult>> Groups, IReadOnlyList<string> Troubles)
{
    private static readonly CheckOutcome[] Order =
    [
        CheckOutcome.Failed, CheckOutcome.Waived, CheckOutcome.Unknown, CheckOutcome.Passed,
        CheckOutcome.NotApplicable,
    ];

    public int Count(CheckOutcome outcome) =>
        Groups.Sum(group => group.Count(result => result.Outcome == outcome));

    /// <summary>Brings results with their waivers in order.</summary>
    public static ReadinessView Of(WaivedResults judged) => new(
        [.. judged.Results.OrderBy(Rank).ThenBy(static result => result.Check.Severity)
            .GroupBy(static result => result.Check.Group)],
        judged.Troubles);

    private static int Rank(CheckResult result) => Array.IndexOf(Order, result.Outcome);
}
