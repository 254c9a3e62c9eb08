using System.Globalization;
using System.Text.Json;
using Orchestrix.Readiness;
using static Orchestrix.Readiness.CheckSeverity;
using static Orchestrix.Readiness.ReadinessProfile;

namespace Orchestrix.Cli.Readiness;

/// <summary>Checks of what Prometheus knows.</summary>
internal static class PrometheusProbe
{
    private const double MaxAge = 120;
    private const string Prefix = "orchestrix_";

    // The end of the log is measured by every silo, from its start.
    private const string Query = "api/v1/query?query=time()-max(timestamp(orchestrix_log_head))";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly ReadinessCheck _scrape = new(
        "observability.scrape", "Metrics are collected", Major, Production,
        "Without metrics nobody sees that the installation gets slower, and no alert goes off. At most 2 minutes old.",
        "Let Prometheus scrape /metrics of every silo and client, and give --prometheus its address.");

    private static readonly ReadinessCheck _rules = new(
        "errors.alert-rules", "Alert rules are loaded", Major, Production,
        "What nobody is told of lasts until a customer calls.",
        "Load deploy/prometheus/rules into Prometheus, and give --prometheus its address.");

    /// <summary>The checks.</summary>
    public static IReadOnlyList<ReadinessCheck> Checks { get; } = [_scrape, _rules];

    /// <summary>Runs all of them.</summary>
    public static async Task<IReadOnlyList<CheckResult>> RunAsync(Uri? url, CancellationToken cancellationToken)
    {
        if (url is null)
            return [.. Checks.Select(static check => check.Judge(false, "not asked: no --prometheus was given"))];
        using var http = new HttpClient { BaseAddress = url, Timeout = Patience };
        return
        [
            await AskAsync(_scrape, http, Query, Scrape, cancellationToken),
            await AskAsync(_rules, http, "api/v1/rules?type=alert", Rules, cancellationToken),
        ];
    }

    private static CheckResult Scrape(JsonElement data)
    {
        var rows = data.GetProperty("result");
        if (rows.GetArrayLength() == 0)
            return _scrape.Judge(false, "it has no metric of Orchestrix");
        var age = double.Parse(rows[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
        return _scrape.Judge(
            age <= MaxAge, string.Create(CultureInfo.InvariantCulture, $"last scraped {age:0} s ago"));
    }

    private static CheckResult Rules(JsonElement data)
    {
        var ours = data.GetProperty("groups").EnumerateArray()
            .SelectMany(static group => group.GetProperty("rules").EnumerateArray())
            .Where(static rule => rule.GetProperty("query").GetString()!.Contains(Prefix, StringComparison.Ordinal))
            .ToArray();
        var sick = ours.Count(static rule => rule.GetProperty("health").GetString() is "err");
        return _rules.Judge(ours.Length > 0 && sick == 0, string.Create(
            CultureInfo.InvariantCulture,
            $"{ours.Length} alerts on metrics of Orchestrix, {sick} cannot be evaluated"));
    }

    private static async Task<CheckResult> AskAsync(
        ReadinessCheck check, HttpClient http, string path, Func<JsonElement, CheckResult> judge,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await http.GetStreamAsync(path, cancellationToken);
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return judge(document.RootElement.GetProperty("data"));
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return check.Judge(false, $"Prometheus gives no such answer: {exception.GetType().Name}");
        }
    }
}
