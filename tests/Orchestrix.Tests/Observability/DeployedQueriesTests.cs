using System.Text.RegularExpressions;
using Orchestrix.Tests.Architecture;

namespace Orchestrix.Tests.Observability;

/// <summary>
/// Dashboards and alerts ask for metrics that exist. The reference lists those of Orchestrix and is compared with the
/// instruments by another test; that those of others arrive is seen by the tests that scrape a cluster.
/// </summary>
public sealed partial class DeployedQueriesTests
{
    /// <summary>What Prometheus adds to each series, and the bound of a bucket.</summary>
    private static readonly string[] LabelsOfAll = ["instance", "job", "le"];

    /// <summary>Names of the database that look like a metric's.</summary>
    private static readonly string[] Roles =
        ["orchestrix_app", "orchestrix_owner", "orchestrix_reader", "orchestrix_projections"];

    /// <summary>Metrics of others: Prometheus, .NET, ASP.NET, Npgsql, Orleans, and what watches the machines.</summary>
    private static readonly string[] Others =
    [
        "up",
        "db_client_connection_count", "db_client_connection_max", "db_client_connection_npgsql_create_time_seconds",
        "db_client_connection_npgsql_pending_requests", "db_client_operation_duration_seconds",
        "db_client_operation_npgsql_bytes_read_bytes_total", "db_client_operation_npgsql_bytes_written_bytes_total",
        "db_client_operation_npgsql_executing",
        "dotnet_exceptions_total", "dotnet_gc_heap_total_allocated_bytes_total",
        "dotnet_gc_last_collection_heap_size_bytes", "dotnet_gc_pause_time_seconds_total",
        "dotnet_process_cpu_time_seconds_total", "dotnet_process_memory_working_set_bytes",
        "dotnet_thread_pool_queue_length",
        "http_server_request_duration_seconds",
        // Of kube-state-metrics, and of the unit that takes backups, by node_exporter.
        "kube_cronjob_status_last_successful_time", "kube_job_failed",
        "orchestrix_backup_last_success_timestamp_seconds",
        "orleans_app_requests_latency_milliseconds", "orleans_catalog_activation_created_total",
        "orleans_catalog_activation_latency_milliseconds", "orleans_catalog_activations",
        "orleans_client_connected_gateways",
        "orleans_gateway_connected_clients", "orleans_messaging_received_messages_size_bytes",
        "orleans_messaging_sent_messages_size_bytes", "orleans_reminders_active",
    ];

    private static readonly Dictionary<string, string[]> Own = Reference();

    [Fact]
    public void Dashboards_ask_for_metrics_that_exist()
    {
        var dashboards = DeployedQueries.Dashboards(Repository.Root);

        Assert.Equal(6, dashboards.Count);
        Rule.HoldsFor(
            dashboards.SelectMany(dashboard => DeployedQueries.Of(dashboard.Value)
                .SelectMany(panel => Mistakes($"{dashboard.Key}, {panel.Panel}", panel.Query))),
            "Name a metric of docs/reference/metrics.md, or add one of a library to the list in this test.");
    }

    [Fact]
    public void Rules_ask_for_metrics_that_exist()
    {
        var rules = DeployedQueries.Rules(Repository.Root).ToArray();

        Assert.NotEmpty(rules);
        Rule.HoldsFor(
            rules.SelectMany(static rule => Mistakes(rule.Rule, rule.Query)),
            "Name a metric of docs/reference/metrics.md, a recorded one, or one of the list in this test.");
    }

    [Fact]
    public void Each_alert_has_a_page_that_says_what_to_do()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operating", "alerts.md"));
        var titles = Title().Matches(page).Select(static match => match.Groups["title"].Value).ToArray();
        var alerts = Alerts().ToArray();

        Assert.Equal(alerts.Select(static alert => alert.Rule), titles);
        Assert.All(alerts, static alert => Assert.Contains(
            $"runbook: docs/operating/alerts.md#{alert.Rule.ToLowerInvariant()}\n", alert.Text,
            StringComparison.Ordinal));
    }

    [Fact]
    public void Each_page_says_what_to_do_first_second_and_third_and_how()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operating", "alerts.md"));

        Rule.HoldsFor(
            page.Split("\n## ").Skip(1)
                .Where(static section => !Steps().IsMatch(section) || !section.Contains('`', StringComparison.Ordinal))
                .Select(static section => section.Split('\n')[0]),
            "Give the alert the steps 1., 2. and 3., with the commands.");
    }

    [Fact]
    public void Pages_name_metrics_and_labels_that_exist()
    {
        var code = Repository.Documents().Where(static file => file.Name != "CHANGELOG.md")
            .SelectMany(static file => DocumentedCode.In(file.Path, file.Text)).ToArray();
        var named = code.SelectMany(static one => NamedMetric().Matches(one.Text)
            .Select(match => (one.Place, Metric: match.Value)))
            .Where(static one => !Roles.Contains(one.Metric)).ToArray();

        Assert.True(named.Length > 50, $"{named.Length} metrics are few.");
        Rule.HoldsFor(
            named.Where(static one => Known(one.Metric) is null && !IsOther(one.Metric))
                .Select(static one => $"{one.Place}: {one.Metric}"),
            "Name a metric of docs/reference/metrics.md, or add one of a library to the list in this test.");
        Rule.HoldsFor(
            from one in code
            from selector in DeployedQueries.Selectors(one.Text)
            where Known(selector.Metric) is not null
            from label in selector.Labels
            where !Known(selector.Metric)!.Contains(label) && !LabelsOfAll.Contains(label)
            select $"{one.Place}: {selector.Metric} has no label {label}",
            "Name a label of docs/reference/metrics.md.");
    }

    [Fact]
    public void Each_alert_is_tested()
    {
        var tests = File.ReadAllText(
            Path.Combine(Repository.Root, "deploy", "prometheus", "tests", "alerts.yml"));
        Assert.All(Alerts(), alert => Assert.Contains(
            $"alertname: {alert.Rule}\n        exp_alerts:\n          - exp_labels:", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Panels_name_the_data_source_that_a_person_chooses() => Assert.All(
        DeployedQueries.Dashboards(Repository.Root).Values,
        static dashboard =>
        {
            var panels = dashboard["panels"]!.AsArray();
            Assert.All(
                panels.Where(static panel => (string)panel!["type"]! != "row"),
                static panel => Assert.Equal("${datasource}", (string)panel!["datasource"]!["uid"]!));
            Assert.Equal(panels.Count, panels.Select(static panel => (int)panel!["id"]!).Distinct().Count());
        });

    private static IEnumerable<(string Rule, string Query, string Text)> Alerts() =>
        DeployedQueries.Rules(Repository.Root)
            .Where(static rule => rule.Text.StartsWith("alert:", StringComparison.Ordinal));

    private static IEnumerable<string> Mistakes(string where, string query)
    {
        var recorded = DeployedQueries.Rules(Repository.Root).Select(static rule => rule.Rule);
        var metrics = DeployedQueries.Metrics(query).ToArray();
        if (metrics.Length == 0)
            yield return $"{where}: no metric was found in {query}";
        foreach (var metric in metrics)
        {
            if (Known(metric) is null && !IsOther(metric) && !recorded.Contains(metric))
                yield return $"{where}: {metric} does not exist";
        }
        foreach (var (metric, labels) in DeployedQueries.Selectors(query))
        {
            foreach (var label in labels)
            {
                if (Known(metric) is { } known && !known.Contains(label) && !LabelsOfAll.Contains(label))
                    yield return $"{where}: {metric} has no label {label}";
            }
        }
    }

    private static string[]? Known(string metric) =>
        Own.GetValueOrDefault(metric) ?? Own.GetValueOrDefault(Family(metric));

    private static bool IsOther(string metric) => Others.Contains(metric) || Others.Contains(Family(metric));

    private static string Family(string metric) => Suffix().Replace(metric, "");

    private static Dictionary<string, string[]> Reference() =>
        Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "metrics.md")))
            .ToDictionary(
                static row => row.Groups["metric"].Value,
                static row => row.Groups["labels"].Value.Split(
                    [',', '`', ' '], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^\| `(?<metric>\w+)` \|[^|]*\|[^|]*\|[^|]*\|(?<labels>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\b(orchestrix|orleans|db_client|http_server|dotnet)_\w+\b(?![.*])")]
    private static partial Regex NamedMetric();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"^1\. .+^2\. .+^3\. ", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Steps();

    [GeneratedRegex(@"^## (?<title>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Title();
}
