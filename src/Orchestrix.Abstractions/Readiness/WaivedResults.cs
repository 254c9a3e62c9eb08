namespace Orchestrix.Readiness;

/// <summary>Results with their waivers.</summary>
/// <param name="Results">All results; those that are waived say by whom, until when and why.</param>
/// <param name="Troubles">
/// What is wrong with waivers that do not count: past their day, of no check, or two of one. Empty if nothing is.
/// </param>
public sealed record WaivedResults(IReadOnlyList<CheckResult> Results, IReadOnlyList<string> Troubles);
