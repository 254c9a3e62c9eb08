namespace Orchestrix.Cli.Readiness;

/// <summary>The JSON of a run: how many checks ended how, and each of them.</summary>
internal sealed record ReadinessDocument(
    string Profile, int Passed, int Failed, int Waived, int Unknown, int NotApplicable,
    IReadOnlyList<CheckDocument>? Checks);
