using Orchestrix.Readiness;

namespace Orchestrix.Cli.Readiness;

/// <summary>The JSON of a check.</summary>
internal sealed record CheckDocument(
    string Id, string Title, string Severity, string Outcome, string Evidence, string Why, string Mend, string Link)
{
    /// <summary>The JSON of a result.</summary>
    public static CheckDocument Of(CheckResult result) => new(
        result.Check.Id, result.Check.Title, ReadinessReport.Lower(result.Check.Severity),
        ReadinessReport.Lower(result.Outcome), result.Evidence, result.Check.Why, result.Check.Mend, result.Check.Link);
}
