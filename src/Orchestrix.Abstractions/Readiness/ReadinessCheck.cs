namespace Orchestrix.Readiness;

/// <summary>Something about a running installation that can be measured.</summary>
/// <param name="Id">Its stable name, <c>group.name</c>; waivers and documents refer to it.</param>
/// <param name="Title">What holds if it passes, in a few words.</param>
/// <param name="Severity">What can happen while it fails.</param>
/// <param name="From">The first profile that asks for it.</param>
/// <param name="Why">Why it matters; one or two sentences.</param>
/// <param name="Mend">What to do when it fails.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.readiness-check")]
public sealed record ReadinessCheck(
    [property: Id(0)] string Id, [property: Id(1)] string Title, [property: Id(2)] CheckSeverity Severity,
    [property: Id(3)] ReadinessProfile From, [property: Id(4)] string Why, [property: Id(5)] string Mend)
{
    /// <summary>The part of <see cref="Id"/> before the point, by which checks are shown together.</summary>
    public string Group => Id[..Id.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>Where it is documented, from the root of the repository.</summary>
    public string Link => $"docs/operating/readiness.md#{Id.Replace(".", "", StringComparison.Ordinal)}";

    /// <summary>A result of this check.</summary>
    /// <param name="outcome">What was found.</param>
    /// <param name="evidence">What was measured; without payloads, names of people and secrets.</param>
    public CheckResult Result(CheckOutcome outcome, string evidence) => new(this, outcome, evidence);

    /// <summary>A result that is passed or failed.</summary>
    /// <inheritdoc cref="Result"/>
    public CheckResult Judge(bool isPassed, string evidence) =>
        Result(isPassed ? CheckOutcome.Passed : CheckOutcome.Failed, evidence);
}
