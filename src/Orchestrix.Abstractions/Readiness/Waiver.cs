using System.Globalization;
using System.Text.Json.Serialization;

namespace Orchestrix.Readiness;

/// <summary>Somebody answers for a failed check until a date.</summary>
/// <param name="Check">The id of the check.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Reason">Why it may fail.</param>
/// <param name="Until">The last day on which it may, in UTC.</param>
public sealed record Waiver(
    string? Check, string? Owner, string? Reason, [property: JsonConverter(typeof(DayConverter))] DateOnly? Until)
{
    /// <summary>A failed result of the check, waived; the evidence says by whom, until when and why.</summary>
    public CheckResult Waive(CheckResult failed)
    {
        ArgumentNullException.ThrowIfNull(failed);
        return failed with
        {
            Outcome = CheckOutcome.Waived,
            Evidence = string.Create(
                CultureInfo.InvariantCulture,
                $"{failed.Evidence}; waived by {Owner} until {Until:yyyy-MM-dd}: {Reason}"),
        };
    }
}
