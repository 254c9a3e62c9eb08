using System.Text.Json.Serialization;

namespace Orchestrix.Cli.Readiness;

/// <summary>Somebody answers for a failed check until a date.</summary>
/// <param name="Check">The id of the check.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Reason">Why it may fail.</param>
/// <param name="Until">The last day on which it may.</param>
internal sealed record Waiver(
    string? Check, string? Owner, string? Reason, [property: JsonConverter(typeof(DayConverter))] DateOnly? Until);
