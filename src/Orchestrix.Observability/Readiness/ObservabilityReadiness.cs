using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Orchestrix.Readiness;

namespace Orchestrix.Observability.Readiness;

/// <summary>Sends a secret through logs and traces of its silo, and looks where it comes out.</summary>
internal sealed class ObservabilityReadiness(
    LogCanary logs, TraceCanary traces, IEnumerable<ILoggerProvider> providers) : ISiloReadinessSource
{
    private const string Unheard =
        $"the level of the logs hides warnings: set Logging:LogLevel:{LogCanary.Category} to Warning";

    /// <inheritdoc/>
    public IReadOnlyList<ReadinessCheck> Checks => ObservabilityChecks.All;

    /// <inheritdoc/>
    public async IAsyncEnumerable<CheckResult> RunAsync(
        ReadinessProfile profile, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var line = logs.Sing(secret);
        string[] others =
        [
            .. providers.Where(static one => one is not ConsoleLoggerProvider)
                .Select(static one => one.GetType().Name),
        ];
        var span = traces.IsTracing ? traces.Sing(secret) : null;
        if (logs.IsLogged)
        {
            yield return Logs(line, others);
            yield return Redaction(secret, line, others, span);
        }
        else
        {
            yield return ObservabilityChecks.Logs.Result(CheckOutcome.Unknown, Unheard);
            yield return ObservabilityChecks.Redaction.Result(CheckOutcome.Unknown, Unheard);
        }
        if (profile >= ObservabilityChecks.Traces.From)
            yield return await TracesAsync(span, cancellationToken);
    }

    private static CheckResult Logs(string? line, string[] others)
    {
        if (line is null)
            return ObservabilityChecks.Logs.Judge(false, "the console wrote no line of JSON");
        return ObservabilityChecks.Logs.Judge(IsObject(line) && others.Length == 0, others.Length == 0
            ? $"a line of {line.Length} characters, {(IsObject(line) ? "one object" : "not one object")}"
            : $"besides the console: {string.Join(", ", others)}");
    }

    private static CheckResult Redaction(string secret, string? line, string[] others, Activity? span)
    {
        if (line is null || others.Length > 0)
        {
            return ObservabilityChecks.Redaction.Judge(
                false, line is null ? "the console does not redact" : $"not redacted: {string.Join(", ", others)}");
        }
        string[] leaks =
        [
            .. line.Contains(secret, StringComparison.Ordinal) ? (string[])["the log"] : [],
            .. span is not null && Holds(span, secret) ? (string[])["the span"] : [],
        ];
        return ObservabilityChecks.Redaction.Judge(leaks.Length == 0, leaks.Length == 0
            ? span is null ? "a secret did not come out of the log; no span is made"
                : "a secret came out of neither the log nor the span"
            : $"a secret came out of {string.Join(" and ", leaks)}");
    }

    private async Task<CheckResult> TracesAsync(Activity? span, CancellationToken cancellationToken)
    {
        if (!traces.IsTracing)
            return ObservabilityChecks.Traces.Judge(false, "no endpoint is set, so no span is made");
        if (span is null)
            return ObservabilityChecks.Traces.Judge(false, "spans are made and not recorded");
        var started = Stopwatch.GetTimestamp();
        var isTaken = await Task.Run(() => traces.Send(span), cancellationToken);
        return ObservabilityChecks.Traces.Judge(isTaken, isTaken
            ? string.Create(CultureInfo.InvariantCulture,
                $"{traces.Endpoint} has taken a span after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms")
            : $"{traces.Endpoint} has not taken a span");
    }

    private static bool Holds(Activity span, string secret) =>
        span.StatusDescription?.Contains(secret, StringComparison.Ordinal) is true
        || span.TagObjects.Any(tag => tag.Value is string value && value.Contains(secret, StringComparison.Ordinal));

    private static bool IsObject(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && !line.Contains('\n', StringComparison.Ordinal);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
