using Orchestrix.Readiness;

namespace Bank.Client.Responses;

/// <summary>What a check has found.</summary>
/// <param name="Id">Its stable name.</param>
/// <param name="Title">What holds if it passes.</param>
/// <param name="Severity">One of <c>critical</c>, <c>major</c> and <c>minor</c>.</param>
/// <param name="Outcome">
/// One of <c>passed</c>, <c>failed</c>, <c>waived</c>, <c>not-applicable</c> and <c>unknown</c>.
/// </param>
/// <param name="Evidence">What was measured.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Mend">What to do when it fails.</param>
/// <param name="Link">Where it is documented.</param>
public sealed record CheckResponse(
    string Id, string Title, string Severity, string Outcome, string Evidence, string Why, string Mend, string Link)
{
    internal static CheckResponse From(CheckResult result) => new(
        result.Check.Id, result.Check.Title, EnumName.Of(result.Check.Severity), EnumName.Of(result.Outcome),
        result.Evidence, result.Check.Why, result.Check.Mend, result.Check.Link);
}
