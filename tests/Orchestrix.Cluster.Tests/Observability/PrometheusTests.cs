using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Tests.Observability;

namespace Orchestrix.Cluster.Tests.Observability;

/// <summary>
/// A real Prometheus scrapes a silo and the API under load, and what the dashboards and rules of <c>deploy</c> ask it
/// is answered.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed partial class PrometheusTests(PostgresFixture fixture)
{
    /// <summary>
    /// What a sound bank does not have: no rebuild is under way, it has no handlers and no certificates, and its server
    /// on this machine no replica, no archive, no backup and no disk that anybody has measured.
    /// </summary>
    private static readonly string[] Absent =
    [
        "orchestrix_projection_rebuild_events_behind", "orchestrix_subscription_events_total",
        "orchestrix_subscription_handling_seconds", "orchestrix_metrics_overflow_total",
        "orchestrix_metrics_failures_total", "orchestrix_snapshots_loaded_total",
        "orchestrix_snapshots_discarded_total", "orchestrix_snapshots_dropped_total",
        "orchestrix_saga_messages_ignored_total", "orchestrix_postgresql_replication_lag_seconds",
        "orchestrix_postgresql_archive_failures_total", "orchestrix_postgresql_archive_age_seconds",
        "orchestrix_postgresql_capacity_bytes", "orchestrix_certificate_expiry_timestamp_seconds",
        "orchestrix_backup_last_success_timestamp_seconds", "kube_cronjob_status_last_successful_time",
        "kube_job_failed",
    ];

    [Fact]
    public async Task Every_query_is_answered_with_data()
    {
        await using var bank = await ObservedBank.StartAsync(fixture);
        await BankLoad.OpenAsync(bank);
        await BankLoad.StrangerAsync(bank);
        using var over = new CancellationTokenSource();
        var load = BankLoad.RunAsync(bank, over.Token);
        await using var prometheus = await PrometheusProcess.StartAsync(Host(bank.Silo.Http), Host(bank.Api.Http));

        var unanswered = new List<string>();
        foreach (var (where, query) in DashboardQueries().Concat(Records()))
        {
            Assert.False(load.IsFaulted, load.Exception?.Message);
            if (DeployedQueries.Metrics(query).Any(metric => Absent.Contains(Family(metric))))
                await prometheus.QueryAsync(query);
            else if (!await HasDataAsync(prometheus, query))
                unanswered.Add($"{where}: {query}");
        }
        Assert.Empty(unanswered);
        await AlertsAreSoundAsync(prometheus);
        await LabelsAreThoseOfTheReferenceAsync(prometheus);
        await over.CancelAsync();
        await load;
    }

    [Fact]
    public async Task The_rules_are_valid_and_each_alert_comes_when_its_cause_does()
    {
        var (code, output) = await PrometheusProcess.ToolAsync("check", "config", "prometheus.yml");
        Assert.True(code == 0, output);
        (code, output) = await PrometheusProcess.ToolAsync("test", "rules", "tests/alerts.yml");
        Assert.True(code == 0, output);
    }

    /// <summary>What alerts look at is there, their expressions can be evaluated, and none of them fires.</summary>
    private static async Task AlertsAreSoundAsync(PrometheusProcess prometheus)
    {
        var rules = (await prometheus.GetAsync("/api/v1/rules"))["data"]!["groups"]!.AsArray()
            .SelectMany(static group => group!["rules"]!.AsArray()).ToArray();
        Assert.Equal(DeployedQueries.Rules(PrometheusProcess.Root).Count(), rules.Length);
        foreach (var rule in rules)
        {
            var name = (string)rule!["name"]!;
            Assert.True((string?)rule["health"] == "ok", $"{name}: {(string?)rule["lastError"]}");
            if ((string)rule["type"]! != "alerting")
                continue;
            Assert.True((string?)rule["state"] != "firing", $"{name} fires.");
            foreach (var metric in DeployedQueries.Metrics((string)rule["query"]!))
            {
                if (!Absent.Contains(Family(metric)))
                    Assert.True(await HasDataAsync(prometheus, metric), $"{name} asks for {metric}: there is none.");
            }
        }
    }

    private static async Task LabelsAreThoseOfTheReferenceAsync(PrometheusProcess prometheus)
    {
        var reference = await File.ReadAllTextAsync(
            Path.Combine(PrometheusProcess.Root, "docs", "reference", "metrics.md"));
        foreach (Match row in Row().Matches(reference))
        {
            var metric = row.Groups["metric"].Value;
            if (Absent.Contains(metric))
                continue;
            var name = row.Groups["kind"].Value == "histogram" ? $"{metric}_count" : metric;
            var series = await prometheus.QueryAsync(name);
            Assert.True(series.Count > 0, $"{name} has no series.");
            var labels = series.SelectMany(static one => one!["metric"]!.AsObject().Select(static label => label.Key))
                .Except(["__name__", "instance", "job"]).Distinct().Order(StringComparer.Ordinal);
            var listed = row.Groups["labels"].Value.Split(
                [',', '`', ' '], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
            Assert.True(listed.SequenceEqual(labels), $"{metric} has the labels {string.Join(", ", labels)}.");
        }
    }

    private static async Task<bool> HasDataAsync(PrometheusProcess prometheus, string query)
    {
        try
        {
            await Until.TrueAsync(async () => (await prometheus.QueryAsync(query)).Count > 0);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static IEnumerable<(string Where, string Query)> DashboardQueries() =>
        from dashboard in DeployedQueries.Dashboards(PrometheusProcess.Root)
        from panel in DeployedQueries.Of(dashboard.Value)
        select ($"{dashboard.Key}, {panel.Panel}", panel.Query
            .Replace("$__rate_interval", "15s", StringComparison.Ordinal)
            .Replace("$instance", ".*", StringComparison.Ordinal));

    private static IEnumerable<(string Where, string Query)> Records() =>
        DeployedQueries.Rules(PrometheusProcess.Root)
            .Where(static rule => rule.Text.StartsWith("record:", StringComparison.Ordinal))
            .Select(static rule => (rule.Rule, rule.Rule));

    private static string Host(HttpClient http) => http.BaseAddress!.Authority;

    private static string Family(string metric) => Suffix().Replace(metric, "");

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(
        @"^\| `(?<metric>\w+)` \|[^|]*\| (?<kind>\w+) \|[^|]*\|(?<labels>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
