using System.Collections.Frozen;
using System.Text;

namespace Orchestrix.Observability.Metrics;

/// <summary>
/// Prometheus' names for instruments, by the rules of OpenTelemetry's specification "Prometheus and OpenMetrics
/// Compatibility": the unit in full behind the name, then <c>_total</c> for what only grows.
/// </summary>
internal static class MetricNames
{
    private const string OwnPrefix = "orchestrix.";

    private static readonly FrozenDictionary<string, string> Units = new Dictionary<string, string>
    {
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["KBy"] = "kilobytes",
        ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes",
        ["MB"] = "megabytes",
        ["Hz"] = "hertz",
        ["Cel"] = "celsius",
        ["%"] = "percent",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The name of an instrument's metric.</summary>
    /// <param name="instrument">The instrument's name, such as <c>orchestrix.commands.latency</c>.</param>
    /// <param name="unit">Its unit in UCUM, such as <c>s</c> or <c>{command}</c>; null if it has none.</param>
    /// <param name="isCounter">True for what only grows.</param>
    /// <param name="prefix">What takes the place of <c>orchestrix</c>.</param>
    public static string Metric(string instrument, string? unit, bool isCounter, string prefix)
    {
        var name = instrument.StartsWith(OwnPrefix, StringComparison.Ordinal)
            ? $"{prefix}_{Clean(instrument[OwnPrefix.Length..])}"
            : Clean(instrument);
        name = name.Trim('_');
        if (char.IsAsciiDigit(name[0]))
            name = $"_{name}";
        var isTotal = isCounter && name.EndsWith("_total", StringComparison.Ordinal);
        if (isTotal)
            name = name[..^"_total".Length];
        if (UnitName(unit, isCounter) is { Length: > 0 } suffix
            && !name.EndsWith($"_{suffix}", StringComparison.Ordinal) && name != suffix)
        {
            name = $"{name}_{suffix}";
        }
        return isCounter ? $"{name}_total" : name;
    }

    /// <summary>The name of a tag's label.</summary>
    public static string Label(string tag)
    {
        var name = Clean(tag).Replace(":", "_", StringComparison.Ordinal);
        // Prometheus keeps names with two underscores for itself.
        name = name.StartsWith("__", StringComparison.Ordinal) ? $"_{name.TrimStart('_')}" : name;
        if (name.Length == 0)
            return "_";
        // The name of a bucket's bound is taken.
        return char.IsAsciiDigit(name[0]) ? $"_{name}" : name is "le" or "quantile" ? $"{name}_" : name;
    }

    private static string UnitName(string? unit, bool isCounter)
    {
        if (string.IsNullOrEmpty(unit))
            return "";
        // What stands in braces is a remark and no unit.
        var parts = unit.Split('/', 2);
        var (above, below) = (Known(parts[0], isCounter), parts.Length > 1 ? Known(parts[1], true) : "");
        if (below.EndsWith('s'))
            below = below[..^1];
        return (above, below) switch
        {
            (_, "") => above,
            ("", _) => $"per_{below}",
            _ => $"{above}_per_{below}",
        };
    }

    private static string Known(string unit, bool isCounter)
    {
        var end = unit.IndexOf('{', StringComparison.Ordinal);
        if (end >= 0)
            unit = unit[..end];
        // A share is a ratio; what counts ones counts them without a unit.
        if (unit == "1")
            return isCounter ? "" : "ratio";
        return Units.GetValueOrDefault(unit) ?? Clean(unit).Trim('_');
    }

    /// <summary>Every run of characters that a name may not have becomes one underscore.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || character == ':')
                clean.Append(character);
            else if (clean.Length == 0 || clean[^1] != '_')
                clean.Append('_');
        }
        return clean.ToString();
    }
}
