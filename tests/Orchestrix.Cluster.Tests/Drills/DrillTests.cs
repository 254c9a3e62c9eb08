using System.Text.Json;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Drills;

/// <summary>The drills of operators, for a few seconds.</summary>
[Collection(WholeMachine.Name)]
public sealed class DrillTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killing_the_primary_loses_nothing_that_was_acknowledged()
    {
        var report = await RunAsync("failover", "--seconds", "3", "--writers", "8");

        Assert.Equal(0, report.GetProperty("lost").GetInt64());
        Assert.InRange(report.GetProperty("resume_s").GetDouble(), 0, 15);
        Assert.True(report.GetProperty("log_intact").GetBoolean());
        var before = report.GetProperty("acknowledged_before").GetInt64();
        Assert.InRange(before, 8, long.MaxValue);
        Assert.InRange(report.GetProperty("acknowledged").GetInt64(), before + 8, long.MaxValue);
    }

    [Fact]
    public async Task Without_a_standby_that_commits_wait_for_the_drill_finds_what_is_lost()
    {
        var (code, output, errors) = await RunToEndAsync(
            "failover", "--seconds", "2", "--writers", "8", "--asynchronous");

        Assert.True(code == 2, $"{code}\n{output}\n{errors}");
        var report = Last(output);
        Assert.InRange(report.GetProperty("lost").GetInt64(), 8, report.GetProperty("acknowledged_before").GetInt64());
        Assert.False(report.GetProperty("log_intact").GetBoolean());
    }

    [Fact]
    public async Task A_backup_brings_back_every_event_up_to_the_instant_and_none_behind_it()
    {
        var report = await RunAsync("backup", "--seconds", "1", "--writers", "8");

        Assert.Equal((0, 0, 0), (
            report.GetProperty("rpo_events").GetInt64(), report.GetProperty("beyond_instant").GetInt64(),
            report.GetProperty("checkpoints_ahead").GetInt64()));
        Assert.All(
            (string[])["hash_equal", "positions_contiguous", "projections_equal", "passed"],
            name => Assert.True(report.GetProperty(name).GetBoolean(), name));
        Assert.InRange(
            report.GetProperty("acknowledged").GetInt64(), 8, report.GetProperty("events_verified").GetInt64());
        Assert.InRange(report.GetProperty("projection_rows").GetInt64(), 8, long.MaxValue);
        Assert.InRange(
            report.GetProperty("rto_s").GetDouble(), report.GetProperty("restore_s").GetDouble(), double.MaxValue);
    }

    [Fact]
    public async Task Replacing_silos_and_apis_one_by_one_loses_nothing_and_nobody_waits_for_long()
    {
        var report = await RunAsync("upgrade", "--seconds", "2", "--writers", "8");

        Assert.Equal((5, 0, 0), (
            report.GetProperty("replaced").GetInt32(), report.GetProperty("lost").GetInt64(),
            report.GetProperty("duplicated").GetInt64()));
        Assert.InRange(report.GetProperty("unavailable_s").GetDouble(), 0, 10);
        Assert.True(report.GetProperty("positions_contiguous").GetBoolean());
        Assert.True(report.GetProperty("log_intact").GetBoolean());
        Assert.InRange(
            report.GetProperty("acknowledged").GetInt64(), 100, report.GetProperty("events").GetInt64());
    }

    [Fact]
    public async Task What_clusters_carry_is_measured_without_TLS_and_with_it()
    {
        var (code, output, errors) = await CommandLineProgram.RunAsync(
            "Bank.Cli",
            ["capacity", "--rounds", "1", "--seconds", "1", "--callers", "8", "--log-directory", _folder.Path]);

        Assert.True(code == 0, $"{code}\n{output}\n{errors}");
        var report = JsonElement.Parse(output);
        var cells = report.GetProperty("cells").EnumerateArray().Select(static cell => (
            cell.GetProperty("silos").GetInt32(), cell.GetProperty("apis").GetInt32(),
            cell.GetProperty("tls").GetBoolean()));
        Assert.Equal([(1, 1, false), (1, 1, true), (3, 2, false), (3, 2, true)], cells);
        Assert.All(report.GetProperty("cells").EnumerateArray(), static cell =>
        {
            foreach (var figure in cell.EnumerateObject().Where(static one => one.Name is not ("retried" or "tls")))
                Assert.True(figure.Value.GetDouble() > 0, figure.Name);
        });
    }

    [Fact]
    public async Task Three_silos_and_two_apis_run_for_the_time_that_was_asked_for()
    {
        var (code, output, errors) = await CommandLineProgram.RunAsync(
            "Bank.Cli",
            [
                "cluster", "--seconds", "2", "--data-directory", Path.Combine(_folder.Path, "postgres"),
                "--log-directory", _folder.Path,
            ],
            ("ORCHESTRIX_POSTGRES", null), ("ORCHESTRIX_POSTGRES_OWNER", null));

        Assert.True(code == 0, $"{code}\n{output}\n{errors}");
        Assert.All(
            (string[])["silo-1", "silo-2", "silo-3", "api-1", "api-2"],
            name => Assert.Contains(name, output, StringComparison.Ordinal));
        Assert.Contains("0 were not", output, StringComparison.Ordinal);
    }

    private async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await RunToEndAsync(arguments);
        Assert.True(code == 0, $"{code}\n{output}\n{errors}");
        return Last(output);
    }

    private Task<(int Code, string Output, string Errors)> RunToEndAsync(params string[] arguments) =>
        CommandLineProgram.RunAsync("Bank.Cli", ["drill", .. arguments, "--log-directory", _folder.Path]);

    private static JsonElement Last(string output) => JsonElement.Parse(output.TrimEnd().Split('\n')[^1]);
}
