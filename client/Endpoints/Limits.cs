using Bank.Client.Problems;
using Bank.Contracts;

namespace Bank.Client.Endpoints;

/// <summary>How much may be asked for at once.</summary>
internal static class Limits
{
    public const int DefaultPage = 100;

    public static IReadOnlyList<ProblemError> Check(int limit) => limit is < 1 or > AccountLimits.MaxPageSize
        ? [new ProblemError("limit", "in-range", $"limit must be between 1 and {AccountLimits.MaxPageSize}.")]
        : [];
}
