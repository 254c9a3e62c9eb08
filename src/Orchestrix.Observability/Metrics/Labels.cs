using System.Globalization;

namespace Orchestrix.Observability.Metrics;

/// <summary>
/// Names and values of a series: tags by name, as Prometheus writes them. Two tags whose names become the same are
/// joined, as the specification of OpenTelemetry has it.
/// </summary>
internal sealed record Labels(string[] Names, string[] Values)
{
    /// <summary>The series that takes what an instrument's limit leaves no series of its own.</summary>
    public static Labels Overflow { get; } = new(["otel_metric_overflow"], ["true"]);

    public static Labels Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return new Labels([], []);
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (tag, value) in tags)
        {
            var name = MetricNames.Label(tag);
            var text = Text(value);
            labels[name] = labels.TryGetValue(name, out var before) ? $"{before};{text}" : text;
        }
        return new Labels([.. labels.Keys], [.. labels.Values]);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
