using System.Globalization;
using System.Text.Json;
using Orchestrix.Errors;

namespace Orchestrix.Readiness;

/// <summary>The waivers of an installation, and what they make of results.</summary>
public static class WaiverFile
{
    /// <summary>How many days ahead a waiver may end at most: somebody has to look at it again.</summary>
    public const int MaxDays = 90;

    private const string Form =
        """[{"check":"persistence.replica","owner":"ada","reason":"ordered for May","until":"2026-05-31"}]""";

    /// <summary>Reads the file; null has no waivers.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, or a waiver lacks something.</exception>
    public static IReadOnlyList<Waiver> Read(string? path)
    {
        if (path is null)
            return [];
        try
        {
            var waivers = JsonSerializer.Deserialize(File.ReadAllText(path), WaiverJson.Default.WaiverArray) ?? [];
            for (var index = 0; index < waivers.Length; index++)
                ThrowIfIncomplete(path, index + 1, waivers[index]);
            return waivers;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ConfigurationException(
                $"The waivers in {path} cannot be read ({exception.Message}). Expected for example {Form}", exception);
        }
    }

    /// <summary>What waivers make of results; the one judgement of command, address and page.</summary>
    /// <param name="waivers">What <see cref="Read"/> gave.</param>
    /// <param name="results">What was measured.</param>
    /// <param name="profile">
    /// What was asked for. In production a check that is critical or major fails if it is unknown; it can be waived.
    /// </param>
    /// <param name="today">The day, in UTC. A waiver counts on its last day.</param>
    /// <param name="isEverything">
    /// True if every check there is has a result, so that a waiver of another names none.
    /// </param>
    public static WaivedResults Judge(
        IReadOnlyList<Waiver> waivers, IReadOnlyList<CheckResult> results, ReadinessProfile profile, DateOnly today,
        bool isEverything)
    {
        ArgumentNullException.ThrowIfNull(waivers);
        ArgumentNullException.ThrowIfNull(results);
        var byCheck = waivers.ToLookup(static waiver => waiver.Check!, StringComparer.Ordinal);
        var known = results.Select(static result => result.Check.Id).ToHashSet(StringComparer.Ordinal);
        string[] troubles =
        [
            .. byCheck.Where(of => isEverything && !known.Contains(of.Key))
                .Select(static of => $"A waiver names the check '{of.Key}', which does not exist."),
            .. byCheck.Where(static of => of.Count() > 1)
                .Select(static of => $"Two waivers name the check '{of.Key}'; keep one."),
            .. waivers.Where(waiver => waiver.Until < today).Select(static waiver => string.Create(
                CultureInfo.InvariantCulture,
                $"The waiver of {waiver.Check} by {waiver.Owner} ended on {waiver.Until:yyyy-MM-dd}: mend what it "
                + $"waives, or let {waiver.Owner} decide anew.")),
            .. waivers.Where(waiver => IsTooLong(waiver, today)).Select(static waiver => string.Create(
                CultureInfo.InvariantCulture,
                $"The waiver of {waiver.Check} by {waiver.Owner} ends on {waiver.Until:yyyy-MM-dd}, more than "
                + $"{MaxDays} days ahead, and does not count: choose an earlier day, and decide anew then.")),
        ];
        return new WaivedResults(
            [.. results.Select(result => Judge(Known(result, profile), byCheck[result.Check.Id], today))], troubles);
    }

    private static bool IsTooLong(Waiver waiver, DateOnly today) => waiver.Until > today.AddDays(MaxDays);

    /// <summary>Not to know whether data can be lost, or all come to a halt, is not to be ready.</summary>
    private static CheckResult Known(CheckResult result, ReadinessProfile profile) =>
        profile == ReadinessProfile.Production
        && result is { Outcome: CheckOutcome.Unknown, Check.Severity: not CheckSeverity.Minor }
            ? result with
            {
                Outcome = CheckOutcome.Failed,
                Evidence = $"not known, which production does not take: {result.Evidence}",
            }
            : result;

    private static CheckResult Judge(CheckResult result, IEnumerable<Waiver> waivers, DateOnly today)
    {
        // Of two, nobody can tell which one is meant.
        if (result.Outcome != CheckOutcome.Failed || waivers.ToArray() is not [var waiver] || IsTooLong(waiver, today))
            return result;
        return waiver.Until >= today
            ? waiver.Waive(result)
            : result with
            {
                Evidence = string.Create(CultureInfo.InvariantCulture,
                    $"{result.Evidence}; the waiver by {waiver.Owner} ended on {waiver.Until:yyyy-MM-dd}"),
            };
    }

    private static void ThrowIfIncomplete(string path, int number, Waiver? waiver)
    {
        string[] lacking =
        [
            .. string.IsNullOrWhiteSpace(waiver?.Check) ? (string[])["check"] : [],
            .. string.IsNullOrWhiteSpace(waiver?.Owner) ? (string[])["owner"] : [],
            .. string.IsNullOrWhiteSpace(waiver?.Reason) ? (string[])["reason"] : [],
            .. waiver?.Until is null ? (string[])["until"] : [],
        ];
        if (lacking.Length > 0)
        {
            throw new ConfigurationException(
                $"Waiver {number} in {path} has no {string.Join(" and no ", lacking)}. Expected for example {Form}");
        }
    }
}
