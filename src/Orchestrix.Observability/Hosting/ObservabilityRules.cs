using System.Text.RegularExpressions;
using Orchestrix.Errors;

namespace Orchestrix.Observability.Hosting;

/// <summary>What options must be; a mistake is said before anything starts.</summary>
internal static partial class ObservabilityRules
{
    private const int MinKeyBytes = 32;

    /// <exception cref="ConfigurationException">An option is out of range; the message names it.</exception>
    public static void Check(ObservabilityOptions options)
    {
        var (metrics, tracing) = (options.Metrics, options.Tracing);
        Rule(Name().IsMatch(metrics.Namespace),
            "Metrics:Namespace begins with a letter and has letters, digits and underscores.");
        Rule(metrics.Path.Length == 0 || metrics.Path.StartsWith('/'), "Metrics:Path is empty or begins with a slash.");
        Rule(metrics.Port is null or (> 0 and <= 65_535), "Metrics:Port is a port from 1 to 65535.");
        Rule(metrics.MaxSeriesPerMetric is >= 1 and <= 1_000_000,
            "Metrics:MaxSeriesPerMetric is from 1 to 1,000,000.");
        Rule(tracing.SamplingRatio is >= 0 and <= 1, "Tracing:SamplingRatio is from 0 to 1.");
        Rule(tracing.OtlpEndpoint is null or { IsAbsoluteUri: true, Scheme: "http" or "https" },
            "Tracing:OtlpEndpoint is an address with http or https.");
        Rule(string.IsNullOrEmpty(tracing.JaegerHost)
            || Uri.CheckHostName(tracing.JaegerHost) != UriHostNameType.Unknown,
            "Tracing:JaegerHost is the name or address of a host, without scheme and port.");
        Rule(options.Logging.RedactionKey is null || IsKey(options.Logging.RedactionKey),
            $"Logging:RedactionKey is Base64 of at least {MinKeyBytes} bytes.");
    }

    private static bool IsKey(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= MinKeyBytes;
    }

    private static void Rule(bool holds, string rule)
    {
        if (holds)
            return;
        throw new ConfigurationException(
            $"The configuration section {ObservabilityOptions.Section} is not valid: {rule}");
    }

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9_]*$")]
    private static partial Regex Name();
}
