using System.Globalization;
using System.Text.Json;
using Orchestrix.Errors;

namespace Orchestrix.Readiness;

/// <summary>The waivers of an installation. A waiver that does not hold is an error, not a failed check.</summary>
public static class WaiverFile
{
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

    /// <summary>The results of every check there is, with those that are waived.</summary>
    /// <exception cref="ConfigurationException">
    /// A waiver is past its date, names no check, or the same one as another.
    /// </exception>
    public static IReadOnlyList<CheckResult> Apply(
        IReadOnlyList<Waiver> waivers, IReadOnlyList<CheckResult> results, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(waivers);
        ArgumentNullException.ThrowIfNull(results);
        var byCheck = new Dictionary<string, Waiver>(StringComparer.Ordinal);
        foreach (var waiver in waivers)
        {
            if (results.All(result => result.Check.Id != waiver.Check))
                throw new ConfigurationException($"A waiver names the check '{waiver.Check}', which does not exist.");
            if (waiver.Until < today)
            {
                throw new ConfigurationException(string.Create(CultureInfo.InvariantCulture,
                    $"The waiver of {waiver.Check} by {waiver.Owner} ended on {waiver.Until:yyyy-MM-dd}: mend what it "
                    + $"waives, or let {waiver.Owner} decide anew."));
            }
            if (!byCheck.TryAdd(waiver.Check!, waiver))
                throw new ConfigurationException($"Two waivers name the check '{waiver.Check}'; keep one.");
        }
        return [.. results.Select(result =>
            result.Outcome == CheckOutcome.Failed && byCheck.TryGetValue(result.Check.Id, out var waiver)
                ? waiver.Waive(result)
                : result)];
    }

    private static void ThrowIfIncomplete(string path, int number, Waiver waiver)
    {
        string[] lacking =
        [
            .. string.IsNullOrWhiteSpace(waiver.Check) ? (string[])["check"] : [],
            .. string.IsNullOrWhiteSpace(waiver.Owner) ? (string[])["owner"] : [],
            .. string.IsNullOrWhiteSpace(waiver.Reason) ? (string[])["reason"] : [],
            .. waiver.Until is null ? (string[])["until"] : [],
        ];
        if (lacking.Length > 0)
        {
            throw new ConfigurationException(
                $"Waiver {number} in {path} has no {string.Join(" and no ", lacking)}. Expected for example {Form}");
        }
    }
}
