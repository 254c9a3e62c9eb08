using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Orchestrix.Observability.Metrics;

namespace Orchestrix.Tests.Observability;

/// <summary>What a scrape answered, read by the rules of Prometheus' text format.</summary>
internal sealed partial class Scrape
{
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    private Scrape(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal) && line.Split(' ') is [_, _, var name, var type])
                _types.Add(name, type);
            if (line[0] == '#')
                continue;
            var match = Sample().Match(line);
            Assert.True(match.Success, $"This is no sample: {line}");
            var value = match.Groups["value"].Value is "+Inf" ? double.PositiveInfinity
                : double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);
            // A series that is told twice is an error for Prometheus.
            _samples.Add(match.Groups["series"].Value, value);
        }
    }

    /// <summary>All series, such as <c>a_total{x="1"}</c>.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    /// <summary>The value of a series; NaN if there is none.</summary>
    public double this[string series] => _samples.GetValueOrDefault(series, double.NaN);

    public static async Task<Scrape> OfAsync(MeterBridge bridge)
    {
        using var text = new MemoryStream();
        await bridge.WriteAsync(text, TestContext.Current.CancellationToken);
        return new Scrape(Encoding.UTF8.GetString(text.ToArray()));
    }

    public string? TypeOf(string metric) => _types.GetValueOrDefault(metric);

    [GeneratedRegex(
        """^(?<series>[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)*\})?) (?<value>\S+)$""")]
    private static partial Regex Sample();
}
