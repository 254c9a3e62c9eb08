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

    /// <summary>PostgreSQL knows no NUL, and nothing that can be asked for has any other control character.</summary>
    public static IEnumerable<ProblemError> CheckTexts(params IEnumerable<(string Name, string? Value)> texts) => texts
        .Where(static text => text.Value?.Any(char.IsControl) is true)
        .Select(static text =>
            new ProblemError(text.Name, "malformed", $"{text.Name} must hold no control characters."));
}
