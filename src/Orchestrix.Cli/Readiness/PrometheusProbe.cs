using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrix.Readiness;
using static Orchestrix.Readiness.CheckSeverity;
using static Orchestrix.Readiness.ReadinessProfile;

namespace Orchestrix.Cli.Readiness;

/// <summary>Checks of what Prometheus knows.</summary>
internal static partial class PrometheusProbe
{
    private const double MaxAge = 120;
    private const int Told = 3;
    private const string ClientJob = "orchestrix-client";

    // How old is what is known of each silo and each client. The end of the log is measured by every silo, from its
    // start; clients have no such number, and are found by their job, whose name the shipped alerts go by as well.
    private const string Query =
        "time() - max by (job, instance) (timestamp(orchestrix_log_head)"
        + $" or (timestamp(up{{job=\"{ClientJob}\"}}) and up{{job=\"{ClientJob}\"}} == 1))";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly ReadinessCheck _scrape = new(
        "observability.scrape", "Metrics are collected", Major, Production,
        "Without metrics nobody sees that the installation gets slower, and no alert goes off. Of each silo and client "
        + "that runs, at most 2 minutes old.",
        "Let Prometheus scrape /metrics of every silo and client, and give --prometheus its address.");

    private static readonly ReadinessCheck _rules = new(
        "errors.alert-rules", "Alert rules are loaded", Major, Production,
        "What nobody is told of lasts until a customer calls. All that are shipped, each evaluated without an error.",
        "Load deploy/prometheus/rules into Prometheus, and give --prometheus its address.");

    private static readonly ReadinessCheck _delivery = new(
        "errors.alert-delivery", "Alerts reach an Alertmanager", Major, Production,
        "Prometheus decides that something is wrong; it is Alertmanager that tells people. One that Prometheus sends "
        + "to is asked from here whether it is ready.",
        "Run an Alertmanager with a receiver of yours, and name it under `alerting` in the configuration of "
        + "Prometheus.");

    private static readonly string[] _shipped = ReadShipped();

    /// <summary>The checks.</summary>
    public static IReadOnlyList<ReadinessCheck> Checks { get; } = [_scrape, _rules, _delivery];

    /// <summary>Runs all of them.</summary>
    /// <param name="url">Where it is; null asks nothing.</param>
    /// <param name="count">Counts silos and clients, which all should be scraped.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<CheckResult>> RunAsync(
        Uri? url, Func<Task<(int Silos, int Clients)>> count, CancellationToken cancellationToken)
    {
        if (url is null)
            return [.. Checks.Select(static check => check.Judge(false, "not asked: no --prometheus was given"))];
        using var http = new HttpClient { BaseAddress = url, Timeout = Patience };
        var running = await count();
        return
        [
            await AskAsync(
                _scrape, http, $"api/v1/query?query={Uri.EscapeDataString(Query)}", data => Scrape(data, running),
                cancellationToken),
            await AskAsync(_rules, http, "api/v1/rules?type=alert", Rules, cancellationToken),
            await DeliveryAsync(http, cancellationToken),
        ];
    }

    private static CheckResult Scrape(JsonElement data, (int Silos, int Clients) running)
    {
        var rows = data.GetProperty("result").EnumerateArray()
            .Select(static row => (
                IsClient: row.GetProperty("metric").TryGetProperty("job", out var job) && job.ValueEquals(ClientJob),
                Age: double.Parse(row.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)))
            .ToArray();
        if (rows.Length == 0)
            return _scrape.Judge(false, "it has no metric of Orchestrix");
        var fresh = rows.Where(static row => row.Age <= MaxAge).ToArray();
        var clients = fresh.Count(static row => row.IsClient);
        var silos = fresh.Length - clients;
        return _scrape.Judge(
            silos >= running.Silos && clients >= running.Clients, string.Create(CultureInfo.InvariantCulture,
                $"of {running.Silos} silos {silos} and of {running.Clients} clients {clients} were scraped in the last "
                + $"{MaxAge:0} s; the last time {rows.Min(static row => row.Age):0} s ago"));
    }

    private static CheckResult Rules(JsonElement data)
    {
        var loaded = data.GetProperty("groups").EnumerateArray()
            .SelectMany(static group => group.GetProperty("rules").EnumerateArray())
            .Select(static rule => (
                Name: rule.GetProperty("name").GetString(), Health: rule.GetProperty("health").GetString()))
            .Where(static rule => _shipped.Contains(rule.Name, StringComparer.Ordinal))
            .ToArray();
        string[] wrong =
        [
            .. _shipped.Except(loaded.Select(static rule => rule.Name!)).Select(static name => $"{name} is missing"),
            // Never evaluated is not healthy either.
            .. loaded.Where(static rule => rule.Health is not "ok")
                .Select(static rule => $"the health of {rule.Name} is {rule.Health}"),
        ];
        return _rules.Judge(wrong.Length == 0, wrong.Length == 0
            ? $"all {_shipped.Length} alerts that are shipped"
            : $"of {_shipped.Length} alerts that are shipped: {string.Join(", ", wrong.Take(Told))}"
                + (wrong.Length > Told ? $" and {wrong.Length - Told} more" : ""));
    }

    private static async Task<CheckResult> DeliveryAsync(HttpClient http, CancellationToken cancellationToken)
    {
        string[] known = [];
        var asked = await AskAsync(
            _delivery, http, "api/v1/alertmanagers",
            data =>
            {
                known =
                [
                    .. data.GetProperty("activeAlertmanagers").EnumerateArray()
                        .Select(static one => one.GetProperty("url").GetString()!),
                ];
                return _delivery.Judge(false, "Prometheus sends alerts to nobody");
            },
            cancellationToken);
        foreach (var url in known)
        {
            if (await IsReadyAsync(http, url, cancellationToken))
                return _delivery.Judge(true, $"{new Uri(url).Authority} is ready");
        }
        return known.Length == 0
            ? asked
            : _delivery.Judge(false, "not ready, asked from here: "
                + string.Join(", ", known.Select(static url => new Uri(url).Authority)));
    }

    /// <param name="http">The client.</param>
    /// <param name="url">Where Prometheus sends alerts to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private static async Task<bool> IsReadyAsync(HttpClient http, string url, CancellationToken cancellationToken)
    {
        var root = url[..Math.Max(0, url.LastIndexOf("/api/", StringComparison.Ordinal))];
        try
        {
            using var answer = await http.GetAsync(new Uri($"{root}/-/ready"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or UriFormatException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static string[] ReadShipped()
    {
        using var stream = typeof(PrometheusProbe).Assembly.GetManifestResourceStream("deploy/rules/alerts.yml")!;
        using var reader = new StreamReader(stream);
        return [.. Alert().Matches(reader.ReadToEnd()).Select(static match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"^\s*- alert: (\w+)", RegexOptions.Multiline)]
    private static partial Regex Alert();

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
