using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Plan;

namespace Orchestrix.Benchmarks.Report;

/// <summary>The one JSON object that a run ends with.</summary>
internal static class Headline
{
    public static JsonObject Create(RunResult run, Targets targets, string results, string table)
    {
        var json = new JsonObject { ["suite"] = "writes", ["quick"] = run.IsQuick };
        foreach (var target in targets.All)
            json[target.Key] = Rounded(target.Value?.Median);
        json["targets_reached"] = targets.All.Count(static target => target.IsReached == true);
        json["targets_not_reached"] = Array(
            targets.All.Where(static target => target.IsReached == false).Select(static target => target.Key));
        json["hot_commands_per_second"] = Rate(run, WritesPlan.Hot(SystemNames.Aggregate, 256));
        json["pgbench_commits_per_second"] = Rate(run, WritesPlan.PgbenchMany);
        json["bulk_rows_per_second"] = Rate(run, WritesPlan.Bulk) * WritesPlan.BulkRows;
        AddSoak(json, run.Soak);
        AddFill(json, run.Fill);
        json["failed_commands"] = run.Cells.Sum(static cell => cell.Measured.Failed);
        json["not_measured"] = Array(run.Failures);
        json["other_cpu_share_max"] = Rounded(run.Cells.Select(static cell => (double?)cell.OtherCpuShare).Max());
        json["seconds"] = Math.Round(run.Seconds);
        json["revision"] = run.Machine.Revision;
        json["results"] = results;
        json["table"] = table;
        return json;
    }

    /// <summary>Three significant digits say as much as such a measurement can.</summary>
    public static double? Rounded(double? value)
    {
        if (value is not { } number || number == 0)
            return value;
        var digits = 3 - (int)Math.Floor(Math.Log10(Math.Abs(number))) - 1;
        return digits >= 0 ? Math.Round(number, Math.Min(digits, 15)) : Math.Round(number);
    }

    private static void AddSoak(JsonObject json, SoakResult? soak)
    {
        json["soak_minutes"] = soak?.Minutes;
        json["rss_start_mb"] = Rounded(soak?.RssStartMb);
        json["rss_end_mb"] = Rounded(soak?.RssEndMb);
    }

    private static void AddFill(JsonObject json, FillResult? fill)
    {
        json["log_events_before_fill"] = fill?.Empty.Events;
        json["log_events_after_fill"] = fill?.Full.Events;
        json["append_cpu_us_at_0"] = Rounded(fill?.Empty.HotCpuUs);
        json["append_cpu_us_at_5m"] = Rounded(fill?.Full.HotCpuUs);
        json["append_database_cpu_us_at_0"] = Rounded(fill?.Empty.HotDatabaseCpuUs);
        json["append_database_cpu_us_at_5m"] = Rounded(fill?.Full.HotDatabaseCpuUs);
        json["cold_append_database_cpu_us_at_0"] = Rounded(fill?.Empty.ColdDatabaseCpuUs);
        json["cold_append_database_cpu_us_at_5m"] = Rounded(fill?.Full.ColdDatabaseCpuUs);
    }

    private static JsonArray Array(IEnumerable<string> values) =>
        new([.. values.Select(static value => (JsonNode)value)]);

    private static double? Rate(RunResult run, Cell cell) => Rounded(Statistics.Median(
        run.Cells.Where(result => result.Cell == cell).Select(static result => result.CommandsPerSecond)));

    /// <summary>How all JSON of the report is written.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };
}
