using Orchestrix.Readiness;

namespace Bank.Client.Responses;

/// <summary>Whether the installation is ready, as cluster and database measure it.</summary>
/// <param name="Profile">What was asked for.</param>
/// <param name="Passed">Checks that passed.</param>
/// <param name="Failed">Checks that failed.</param>
/// <param name="Unknown">Checks that cannot be measured from a silo.</param>
/// <param name="NotApplicable">Checks that the profile does not ask for.</param>
/// <param name="Checks">All of them.</param>
public sealed record ReadinessResponse(
    string Profile, int Passed, int Failed, int Unknown, int NotApplicable, IReadOnlyList<CheckResponse> Checks)
{
    internal static ReadinessResponse From(ReadinessProfile profile, IReadOnlyList<CheckResult> results)
    {
        return new(
            EnumName.Of(profile), Count(CheckOutcome.Passed), Count(CheckOutcome.Failed), Count(CheckOutcome.Unknown),
            Count(CheckOutcome.NotApplicable), [.. results.Select(CheckResponse.From)]);

        int Count(CheckOutcome outcome) => results.Count(result => result.Outcome == outcome);
    }
}
