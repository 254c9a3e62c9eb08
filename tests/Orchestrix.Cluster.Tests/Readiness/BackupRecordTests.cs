using System.Globalization;
using System.Text.Json;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>Records of backups and drills that are old, bad, of another database or none.</summary>
public sealed class BackupRecordTests(ReadinessSilo silo) : IClassFixture<ReadinessSilo>, IDisposable
{
    private const string Base = "backups.base";
    private const string Restore = "backups.drill";

    private static readonly string[] _whole = ReadinessSilo.Lacking(Base, Restore);

    private readonly TemporaryDirectory _folder = new();
    private readonly StoreIdentity _store = silo.Store!;

    public void Dispose()
    {
        silo.Store = _store;
        _folder.Dispose();
    }

    [Fact]
    public async Task A_fresh_backup_and_a_drill_that_succeeded_pass()
    {
        var report = await MeasureAsync(Info(Stanza("bank", (25, false), (30, false))), Drill(daysAgo: 34));

        Assert.Equal(_whole, report.Ids("failed"));
        Assert.Equal("bank: the last ended 25.0 h ago", report.Evidence(Base));
        Assert.Equal(
            "passed 34 days ago: 1,000 events verified, the last of 2026-03-31 12:00:00Z", report.Evidence(Restore));
    }

    [Theory]
    [InlineData(27, false)]
    [InlineData(1, true)]
    [InlineData(-24, false)]
    public async Task A_backup_that_is_old_or_has_failed_is_none(int hoursAgo, bool hasFailed)
    {
        var report = await MeasureAsync(Info(Stanza("bank", (hoursAgo, hasFailed))), Drill(daysAgo: 1));

        Broken.Only("backups.base", _whole, report.Ids("failed"));
        Assert.Equal(hasFailed, report.Evidence(Base) == "bank: there is none");
    }

    [Fact]
    public async Task Who_makes_backups_once_a_week_says_so()
    {
        var report = await MeasureAsync(
            Info(Stanza("bank", (160, false))), Drill(daysAgo: 1), "--max-backup-age", "170");
        Assert.Equal(_whole, report.Ids("failed"));

        report = await MeasureAsync(
            Info(Stanza("bank", (171, false))), Drill(daysAgo: 1), "--max-backup-age", "170");
        Broken.Only("backups.base", _whole, report.Ids("failed"));
    }

    [Theory]
    [InlineData(36, true)]
    [InlineData(1, false)]
    [InlineData(-1, true)]
    public async Task A_drill_that_is_old_or_has_failed_is_none(int daysAgo, bool hasPassed)
    {
        var report = await MeasureAsync(Info(Stanza("bank", (1, false))), Drill(daysAgo, hasPassed));

        Broken.Only("backups.drill", _whole, report.Ids("failed"));
        Assert.StartsWith(hasPassed ? "passed" : "failed", report.Evidence(Restore), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_stanza_of_this_database_has_a_fresh_one_and_those_of_others_do_not_count()
    {
        var other = Stanza("other", (900, false)) with { System = 1 };

        var report = await MeasureAsync(Info(Stanza("bank", (1, false)), other), Drill(daysAgo: 1));
        Assert.Equal(_whole, report.Ids("failed"));
        Assert.Equal("bank: the last ended 1.0 h ago", report.Evidence(Base));

        report = await MeasureAsync(
            Info(Stanza("bank", (1, false)), Stanza("far", (27, false))), Drill(daysAgo: 1));
        Broken.Only("backups.base", _whole, report.Ids("failed"));
        Assert.Equal("bank: the last ended 1.0 h ago; far: the last ended 27.0 h ago", report.Evidence(Base));
    }

    [Fact]
    public async Task A_fresh_backup_of_another_database_is_none()
    {
        var report = await MeasureAsync(Info(Stanza("bank", (1, false)) with { System = 1 }), Drill(daysAgo: 1));

        Broken.Only("backups.base", _whole, report.Ids("failed"));
        Assert.Equal(
            "there is none of this database, whose system identifier is 7312345678901234567, but of bank",
            report.Evidence(Base));
    }

    [Fact]
    public async Task A_backup_from_before_the_server_was_upgraded_is_none()
    {
        // pgBackRest keeps the backups of the old server in the same stanza.
        var upgraded = Stanza("bank", (1, false)) with { Before = 1 };

        var report = await MeasureAsync(Info(upgraded), Drill(daysAgo: 1));

        Broken.Only("backups.base", _whole, report.Ids("failed"));
        Assert.Equal("bank: there is none", report.Evidence(Base));
    }

    [Fact]
    public async Task What_pgBackRest_finds_wrong_is_told()
    {
        var wrong = Stanza("bank", (1, false)) with { Status = (5, "database mismatch across repos") };

        var report = await MeasureAsync(Info(wrong), Drill(daysAgo: 1));

        Broken.Only("backups.base", _whole, report.Ids("failed"));
        Assert.Equal(
            "bank: the last ended 1.0 h ago, and pgBackRest says: database mismatch across repos",
            report.Evidence(Base));
    }

    [Fact]
    public async Task A_drill_with_another_database_or_with_the_database_itself_is_none()
    {
        var info = Info(Stanza("bank", (1, false)));

        var report = await MeasureAsync(info, Drill(daysAgo: 1, system: "1"));
        Broken.Only("backups.drill", _whole, report.Ids("failed"));
        Assert.Equal(
            "the record is of another database: system identifier 1, and this is 7312345678901234567",
            report.Evidence(Restore));

        report = await MeasureAsync(info, Drill(daysAgo: 1, startedAt: _store.StartedAt));
        Broken.Only("backups.drill", _whole, report.Ids("failed"));
        Assert.Equal(
            "the record is of the database itself, not of a copy that was restored", report.Evidence(Restore));
    }

    [Fact]
    public async Task Whose_records_they_are_must_be_known()
    {
        silo.Store = null;

        var report = await MeasureAsync(Info(Stanza("bank", (1, false))), Drill(daysAgo: 1));

        Assert.Equal([Base, Restore], Of(report, "failed"));
        Assert.Contains("cannot say which database they have", report.Evidence(Base), StringComparison.Ordinal);
        Assert.Contains("cannot say which database they have", report.Evidence(Restore), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"backup":1}""", "[]")]
    [InlineData("""[{"name":"bank","backup":[]}]""", """{"at":"2026-05-01T12:00:00Z","passed":true}""")]
    public async Task Files_of_something_else_fail(string info, string drill)
    {
        var report = await MeasureAsync(info, drill);

        Assert.Equal([Base, Restore], Of(report, "failed"));
        Assert.EndsWith("is not what --backup-info takes", report.Evidence(Base), StringComparison.Ordinal);
        Assert.EndsWith("is not what --drill-record takes", report.Evidence(Restore), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_records_nothing_is_believed()
    {
        var (_, report) = await ReadinessRunner.RunAsync("Orchestrix.Cli", silo.Arguments);

        Assert.Equal([Base, Restore], Of(report, "failed"));
        Assert.Equal("no --backup-info was given", report.Evidence(Base));
    }

    private string Drill(int daysAgo, bool hasPassed = true, string? system = null, DateTimeOffset? startedAt = null) =>
        JsonSerializer.Serialize(new
        {
            at = TimeProvider.System.GetUtcNow().AddDays(-daysAgo),
            passed = hasPassed,
            system_identifier = system ?? _store.SystemIdentifier,
            started_at = startedAt ?? _store.StartedAt.AddHours(1),
            newest_event = new DateTimeOffset(2026, 3, 31, 12, 0, 0, TimeSpan.Zero),
            events_verified = 1000,
        });

    private StanzaOf Stanza(string name, params (int HoursAgo, bool HasFailed)[] backups) =>
        new(name, ulong.Parse(_store.SystemIdentifier, CultureInfo.InvariantCulture), backups);

    /// <summary>What <c>pgbackrest info --output=json</c> says, as far as it is read.</summary>
    private static string Info(params StanzaOf[] stanzas) => JsonSerializer.Serialize(stanzas.Select(static stanza =>
    {
        var databases = stanza.Before is { } before ? [before, stanza.System] : new[] { stanza.System };
        return new Dictionary<string, object>
        {
            ["name"] = stanza.Name,
            ["status"] = new { code = stanza.Status.Code, message = stanza.Status.Message },
            ["db"] = databases.Select(static (system, index) => new Dictionary<string, object>
            {
                ["id"] = index + 1,
                ["repo-key"] = 1,
                ["system-id"] = system,
                ["version"] = "15",
            }),
            ["backup"] = stanza.Backups.Select(static backup => new Dictionary<string, object>
            {
                ["database"] = new Dictionary<string, object> { ["id"] = 1, ["repo-key"] = 1 },
                ["error"] = backup.HasFailed,
                ["timestamp"] = new
                {
                    stop = TimeProvider.System.GetUtcNow().AddHours(-backup.HoursAgo).ToUnixTimeSeconds(),
                },
            }),
        };
    }));

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

    private sealed record StanzaOf(string Name, ulong System, (int HoursAgo, bool HasFailed)[] Backups)
    {
        public ulong? Before { get; init; }

        public (int Code, string Message) Status { get; init; } = (0, "ok");
    }
}
