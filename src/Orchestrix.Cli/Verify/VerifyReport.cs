using System.Globalization;
using System.Text.Json;
using Orchestrix.Cli.Output;
using Orchestrix.PostgreSQL.Integrity;

namespace Orchestrix.Cli.Verify;

/// <summary>What a verification has come to, for people and for programs.</summary>
/// <param name="Intact">True if the log is what was sealed.</param>
/// <param name="Events">How many events were compared.</param>
/// <param name="After">The events behind this position were compared.</param>
/// <param name="To">The end of what is sealed.</param>
/// <param name="Hash">Of the seal that ends there; null if there is none.</param>
/// <param name="Unsealed">Events behind it, which no seal covers yet.</param>
/// <param name="UnsealedSeconds">How long ago the first of them was recorded; null if there is none.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="EventsPerSecond">Events compared in a second.</param>
/// <param name="Finding">The first difference; null if there is none.</param>
internal sealed record VerifyReport(
    bool Intact, long Events, long After, long To, string? Hash, long Unsealed, double? UnsealedSeconds, double Seconds,
    double EventsPerSecond, FindingReport? Finding)
{
    /// <summary>The report of a result.</summary>
    public static VerifyReport Of(VerifyResult result, TimeSpan elapsed) => new(
        result.IsIntact, result.Events, result.After, result.End.Position,
        result.End.Position == 0 ? null : Convert.ToHexStringLower(result.End.Hash), result.Unsealed,
        result.State.UnsealedFor is { } age ? Math.Round(age.TotalSeconds, 3) : null,
        Math.Round(elapsed.TotalSeconds, 3), Measured.Rate(result.Events, elapsed), FindingReport.Of(result.Finding));

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, VerifyJson.Default.VerifyReport);

    /// <summary>A few lines for people.</summary>
    public string ToText()
    {
        if (Finding is { } found)
        {
            var stands = found.Stream is null
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"\nThere stands now: {found.Stream}, version {found.Version}, event {found.EventId}.");
            return $"NOT INTACT. {found.Message}{stands}\nWhat lies behind it was not looked at.";
        }
        return string.Create(CultureInfo.InvariantCulture,
            $"Intact: {Measured.Count(Events, "event")}, positions {After + 1:N0} to {To:N0}, in {Seconds:N1} s: "
            + $"{EventsPerSecond:N0} events/s.\nHash: {Hash ?? "none"}\n"
            + $"Not sealed yet: {Measured.Count(Unsealed, "event")}"
            + $"{(UnsealedSeconds is { } age ? $", the first of them for {age:N1} s" : "")}.");
    }
}
