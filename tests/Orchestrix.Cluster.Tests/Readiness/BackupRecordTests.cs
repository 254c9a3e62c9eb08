using System.Globalization;
using System.Text.Json;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;
using static Orchestrix.Cluster.Tests.Readiness.BackedUpStanza;

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
        (silo.Store, silo.IsStoreBroken) = (_store, false);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_fresh_backup_and_a_drill_that_succeeded_pass()
    {
        var report = await MeasureAsync(Info(Stanza("bank", (25, false), (30, false))), Drill(daysAgo: 34));

        Assert.Equal(_whole, report.Ids("failed"));
        Assert.Equal("bank: the last ended 25.0 h ago", report.Evidence(Base));
        Assert.Equal(
            "passed 34 days ago: 1,000 events verified, 3 without a seal; the last was 0.5 h old",
            report.Evidence(Restore));
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
            "there is none of this server, whose system identifier is 7312345678901234567: bank is of another",
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
    public async Task A_repository_that_cannot_be_read_is_told_as_pgBackRest_tells_it()
    {
        const string None =
            """[{"backup":[],"db":[],"name":"bank","status":{"code":1,"message":"missing stanza path"}}]""";

        var report = await MeasureAsync(None, Drill(daysAgo: 1));

        Broken.Only("backups.base", _whole, report.Ids("failed"));
        Assert.EndsWith(
            ": bank is of none, and pgBackRest says: missing stanza path", report.Evidence(Base),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_repository_has_a_fresh_one()
    {
        var both = Stanza("bank", (1, false)) with { Second = 900 };

        var report = await MeasureAsync(Info(both), Drill(daysAgo: 1));

        Broken.Only("backups.base", _whole, report.Ids("failed"));
        Assert.Equal(
            "bank in repo1: the last ended 1.0 h ago; bank in repo2: the last ended 38 days ago",
            report.Evidence(Base));
    }

    [Theory]
    [InlineData("1", "bank")]
    [InlineData("7312345678901234567", "staging")]
    public async Task A_drill_with_another_database_is_none(string system, string database)
    {
        var report = await MeasureAsync(
            Info(Stanza("bank", (1, false))), Drill(daysAgo: 1, identity: new StoreIdentity(system, database)));

        Broken.Only("backups.drill", _whole, report.Ids("failed"));
        Assert.Equal(
            $"the record is of database {database} of the server with system identifier {system}, and this is "
            + "database bank of the server with system identifier 7312345678901234567",
            report.Evidence(Restore));
    }

    [Fact]
    public async Task A_copy_that_ends_long_before_the_drill_lacks_the_end_of_the_log()
    {
        var info = Info(Stanza("bank", (1, false)));
        Assert.Equal(_whole, (await MeasureAsync(info, Drill(daysAgo: 1, gapMinutes: 25 * 60))).Ids("failed"));

        var report = await MeasureAsync(info, Drill(daysAgo: 1, gapMinutes: 27 * 60));

        Broken.Only("backups.drill", _whole, report.Ids("failed"));
        Assert.Contains(
            "the last was 27.0 h old: the end of the log is missing", report.Evidence(Restore),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "may not be asked")]
    [InlineData(true, "the silos cannot be asked (InvalidOperationException)")]
    public async Task Whose_records_they_are_must_be_known(bool isBroken, string reason)
    {
        (silo.Store, silo.IsStoreBroken) = (null, isBroken);

        var report = await MeasureAsync(Info(Stanza("bank", (1, false))), Drill(daysAgo: 1));

        Assert.Equal([Base, Restore], Of(report, "failed"));
        Assert.Contains(reason, report.Evidence(Base), StringComparison.Ordinal);
        Assert.Contains(reason, report.Evidence(Restore), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"backup":1}""", "[]")]
    [InlineData("""[{"name":"bank","backup":[]}]""", """{"at":"2026-05-01T12:00:00Z","passed":true}""")]
    [InlineData(
        """
        [{"name":"bank","status":{"code":0},"db":[],"backup":[{"database":{"id":1},"timestamp":{"stop":1e18}}]}]
        """,
        "null")]
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

    private string Drill(
        int daysAgo, bool hasPassed = true, StoreIdentity? identity = null, int gapMinutes = 30)
    {
        var at = TimeProvider.System.GetUtcNow().AddDays(-daysAgo);
        return JsonSerializer.Serialize(new
        {
            at,
            passed = hasPassed,
            system_identifier = (identity ?? _store).SystemIdentifier,
            database = (identity ?? _store).Database,
            newest_event = at.AddMinutes(-gapMinutes),
            events_verified = 1000,
            unsealed = 3,
        });
    }

    private BackedUpStanza Stanza(string name, params (int HoursAgo, bool HasFailed)[] backups) =>
        new(name, ulong.Parse(_store.SystemIdentifier, CultureInfo.InvariantCulture), backups);

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
