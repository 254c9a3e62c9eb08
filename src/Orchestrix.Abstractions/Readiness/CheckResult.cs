namespace Orchestrix.Readiness;

/// <summary>What a check has found, and what it measured.</summary>
/// <param name="Check">The check.</param>
/// <param name="Outcome">What it found.</param>
/// <param name="Evidence">Numbers, times and settings as they were measured; never a payload or a secret.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.check-result")]
public sealed record CheckResult(
    [property: Id(0)] ReadinessCheck Check, [property: Id(1)] CheckOutcome Outcome, [property: Id(2)] string Evidence);
