using System.Text.Json;
using Orchestrix.Readiness;

namespace Orchestrix.Cli.Readiness;

/// <summary>What a run has found.</summary>
/// <param name="Profile">What was asked for.</param>
/// <param name="Results">All checks.</param>
internal sealed record ReadinessReport(ReadinessProfile Profile, IReadOnlyList<CheckResult> Results)
{
    /// <summary>True if nothing failed that is not waived.</summary>
    public bool IsReady => Count(CheckOutcome.Failed) == 0;

    /// <summary>How many checks ended so.</summary>
    public int Count(CheckOutcome outcome) => Results.Count(result => result.Outcome == outcome);

    /// <summary>One line of JSON.</summary>
    /// <param name="isWhole">False leaves the checks out.</param>
    public string ToJson(bool isWhole) => JsonSerializer.Serialize(
        new ReadinessDocument(
            Lower(Profile), Count(CheckOutcome.Passed), Count(CheckOutcome.Failed), Count(CheckOutcome.Waived),
            Count(CheckOutcome.Unknown), Count(CheckOutcome.NotApplicable),
            isWhole ? [.. Results.Select(CheckDocument.Of)] : null),
        ReadinessJson.Default.ReadinessDocument);

    /// <summary>A name as JSON and texts have it.</summary>
    public static string Lower<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
