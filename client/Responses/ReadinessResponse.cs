using Orchestrix.Readiness;

namespace Bank.Client.Responses;

/// <summary>Whether the installation is ready, as cluster and database measure it.</summary>
/// <param name="Profile">What was asked for.</param>
/// <param name="Passed">Checks that passed.</param>
/// <param name="Failed">Checks that failed and are not waived.</param>
/// <param name="Waived">Checks that failed, and somebody answers for.</param>
/// <param name="Unknown">Checks that cannot be measured from a silo.</param>
/// <param name="NotApplicable">Checks that the profile does not ask for.</param>
/// <param name="WaiverTroubles">What is wrong with waivers that do not count; empty if nothing is.</param>
/// <param name="Checks">All of them.</param>
public sealed record ReadinessResponse(
    string Profile, int Passed, int Failed, int Waived, int Unknown, int NotApplicable,
    IReadOnlyList<string> WaiverTroubles, IReadOnlyList<CheckResponse> Checks)
{
    internal static ReadinessResponse From(ReadinessProfile profile, WaivedResults judged)
    {
        return new(
            EnumName.Of(profile), Count(CheckOutcome.Passed), Count(CheckOutcome.Failed), Count(CheckOutcome.Waived),
            Count(CheckOutcome.Unknown), Count(CheckOutcome.NotApplicable), judged.Troubles,
            [.. judged.Results.Select(CheckResponse.From)]);

        int Count(CheckOutcome outcome) => judged.Results.Count(result => result.Outcome == outcome);
    }
}
