using System.Text.Json;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>Records of backups and drills that are old, bad or none.</summary>
public sealed class BackupRecordTests(ReadinessSilo silo) : IClassFixture<ReadinessSilo>, IDisposable
{
    private const string Base = "backups.base";
    private const string Restore = "backups.drill";

    private static readonly string[] _whole = ReadinessSilo.Lacking(Base, Restore);

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_fresh_backup_and_a_drill_that_succeeded_pass()
    {
        var report = await MeasureAsync(Info((25, false), (30, false)), Drill(Ago(days: 34), hasPassed: true));

        Assert.Equal(_whole, report.Ids("failed"));
        Assert.Contains("25.0 h", report.Evidence(Base), StringComparison.Ordinal);
        Assert.Contains("34 days", report.Evidence(Restore), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(27, false)]
    [InlineData(1, true)]
    [InlineData(-24, false)]
    public async Task A_backup_that_is_old_or_has_failed_is_none(int hoursAgo, bool hasFailed)
    {
        var report = await MeasureAsync(Info((hoursAgo, hasFailed)), Drill(Ago(days: 1), hasPassed: true));

        Broken.Only("backups.base", _whole, report.Ids("failed"));
        Assert.Equal(hasFailed, report.Evidence(Base) == "bank: there is none");
    }

    [Fact]
    public async Task Who_makes_backups_once_a_week_says_so()
    {
        var report = await MeasureAsync(
            Info((160, false)), Drill(Ago(days: 1), hasPassed: true), "--max-backup-age", "170");
        Assert.Equal(_whole, report.Ids("failed"));

        report = await MeasureAsync(
            Info((171, false)), Drill(Ago(days: 1), hasPassed: true), "--max-backup-age", "170");
        Broken.Only("backups.base", _whole, report.Ids("failed"));
    }

    [Theory]
    [InlineData(36, true)]
    [InlineData(1, false)]
    [InlineData(-1, true)]
    public async Task A_drill_that_is_old_or_has_failed_is_none(int daysAgo, bool hasPassed)
    {
        var report = await MeasureAsync(Info((1, false)), Drill(Ago(daysAgo), hasPassed));

        Broken.Only("backups.drill", _whole, report.Ids("failed"));
        Assert.StartsWith(hasPassed ? "passed" : "failed", report.Evidence(Restore), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_backup_of_another_database_is_none()
    {
        var other = Info((1, false)).Replace("\"bank\"", "\"other\"", StringComparison.Ordinal);
        var both = $"[{Info((27, false)).Trim('[', ']')},{other.Trim('[', ']')}]";

        var report = await MeasureAsync(both, Drill(Ago(days: 1), hasPassed: true));

        Broken.Only("backups.base", _whole, report.Ids("failed"));
        Assert.Equal("bank: the last ended 27.0 h ago; other: the last ended 1.0 h ago", report.Evidence(Base));
    }

    [Fact]
    public async Task Files_of_something_else_fail()
    {
        var report = await MeasureAsync("""{"backup":1}""", "[]");

        Assert.Equal([Base, Restore], Of(report, "failed"));
        Assert.EndsWith("is not what --backup-info takes", report.Evidence(Base), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_records_nothing_is_believed()
    {
        var (_, report) = await ReadinessRunner.RunAsync("Orchestrix.Cli", silo.Arguments);

        Assert.Equal([Base, Restore], Of(report, "failed"));
        Assert.Equal("no --backup-info was given", report.Evidence(Base));
    }

    /// <summary>The record of a drill, as the drill writes it.</summary>
    internal static string Drill(DateTimeOffset at, bool hasPassed) => JsonSerializer.Serialize(
        new { at, passed = hasPassed, rto_s = 20.5, rpo_events = 0, events_verified = 1000 });

    private static DateTimeOffset Ago(int days) => TimeProvider.System.GetUtcNow().AddDays(-days);

    private static string Info(params (int HoursAgo, bool HasFailed)[] backups) => JsonSerializer.Serialize(new[]
    {
        new
        {
            name = "bank",
            backup = backups.Select(static one => new
            {
                error = one.HasFailed,
                timestamp = new
                {
                    stop = TimeProvider.System.GetUtcNow().AddHours(-one.HoursAgo).ToUnixTimeSeconds(),
                },
            }),
        },
    });

    private static string[] Of(JsonElement report, string outcome) =>
        [.. report.Ids(outcome).Where(static id => id is Base or Restore)];

    private async Task<JsonElement> MeasureAsync(string info, string drill, params string[] more)
    {
        Directory.CreateDirectory(_folder.Path);
        var (infoPath, drillPath) = (Path.Combine(_folder.Path, "info.json"), Path.Combine(_folder.Path, "drill.json"));
        await File.WriteAllTextAsync(infoPath, info, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(drillPath, drill, TestContext.Current.CancellationToken);
        return (await ReadinessRunner.RunAsync(
            "Orchestrix.Cli",
            [.. silo.Arguments, "--backup-info", infoPath, "--drill-record", drillPath, .. more])).Report;
    }
}
