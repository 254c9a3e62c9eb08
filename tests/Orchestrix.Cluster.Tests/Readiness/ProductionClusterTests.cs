using System.Diagnostics;
using Bank.Cli.Demo;
using Bank.Cli.Topology.Production;
using Npgsql;
using Orchestrix.Cluster.Tests.Observability;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>
/// Three silos, two APIs, PostgreSQL, pgBackRest and Prometheus as processes with the settings of production: ready as
/// they are, and not ready in exactly what is broken.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class ProductionClusterTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cluster_with_production_settings_is_ready()
    {
        await using var collector = await OtlpReceiver.StartAsync();

        var (code, report) = await ReadinessRunner.RunAsync(
            "Bank.Cli", ["--cluster"], ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Grpc));

        Assert.Empty(report.Ids("failed"));
        Assert.Equal(0, code);
        Assert.Equal("production", report.GetProperty("profile").GetString());
        Assert.Empty(report.Ids("waived"));
        Assert.Empty(report.Ids("unknown"));
        var passed = report.Ids("passed");
        Assert.All(
            (string[])["persistence.replica", "persistence.replication-lag", "persistence.synchronous-commit"],
            check => Assert.Contains(check, passed));
        Assert.StartsWith("1 replicas", report.Evidence("persistence.replication-lag"), StringComparison.Ordinal);
        Assert.Matches(
            "^all [0-9]{2} writes and [0-9]{2} forms were refused$", report.Evidence("security.http-authentication"));
        Assert.Matches("^passed 0.0 h ago: [0-9,]+ events verified", report.Evidence("backups.drill"));
        Assert.StartsWith(
            "of 3 silos 3 and of 2 clients 2 were scraped", report.Evidence("observability.scrape"),
            StringComparison.Ordinal);
        Assert.Contains(collector.Spans, static span => span.Name == "readiness canary");
    }

    [Fact]
    public async Task What_is_broken_on_purpose_is_exactly_what_fails()
    {
        await using var collector = await OtlpReceiver.StartAsync();

        var (code, report) = await ReadinessRunner.RunAsync(
            "Bank.Cli", ["--cluster", "--flawed"], ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Grpc));

        Assert.Equal(
            Flaws.All.Select(static flaw => flaw.Check).Order(StringComparer.Ordinal), report.Ids("failed"));
        Assert.Equal(5, code);
        // The standby is there, and the log names the event.
        Assert.Equal(
            "1 replicas are connected, synchronous_standby_names is empty: no commit waits for one",
            report.Evidence("persistence.replica"));
        Assert.Contains("shard 1", report.Evidence("persistence.integrity"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_whose_standby_has_died_stops_in_good_order_and_leaves_nothing()
    {
        // Only Linux tells whose child a process is, and where it works.
        if (!OperatingSystem.IsLinux())
            return;
        var stop = TestContext.Current.CancellationToken;
        using var cluster = CommandLineProgram.Start(
            "Bank.Cli", ["cluster", "--production", "--log-directory", _folder.Path]);
        try
        {
            Assert.True(await HasSaidAsync(cluster, "Ctrl-C"));
            var (id, directory) = ProcessesOf.Parent(cluster.Id).Single(
                static child => Path.GetFileName(child.Directory) == "standby");
            var folder = Path.GetDirectoryName(directory)!;
            await using var database = NpgsqlDataSource.Create(
                await File.ReadAllTextAsync(Path.Combine(folder, "primary.connection"), stop));
            await using var standbys = database.CreateCommand("select current_setting('synchronous_standby_names')");
            Assert.NotEqual("", await standbys.ExecuteScalarAsync(stop));
            using (var standby = Process.GetProcessById(id))
                standby.Kill();
            // Money is moved all the time, and from now on without an answer.
            await using var waiting = database.CreateCommand(
                "select count(*) from pg_stat_activity where wait_event = 'SyncRep'");
            await Until.TrueAsync(async () => (long?)await waiting.ExecuteScalarAsync(stop) > 0);

            var started = TimeProvider.System.GetTimestamp();
            using var signal = Process.Start("kill", ["-TERM", $"{cluster.Id}"]);
            var errors = cluster.StandardError.ReadToEndAsync(stop);
            Assert.True(await HasSaidAsync(cluster, "Commits wait for the standby no more"));
            // Asked of the server: silos come to an end without it as well, when their statements have timed out.
            await Until.TrueAsync(async () => await standbys.ExecuteScalarAsync(stop) is "");
            await cluster.StandardOutput.ReadToEndAsync(stop);
            await cluster.WaitForExitAsync(stop);

            Assert.Equal((0, ""), (cluster.ExitCode, await errors));
            // No silo was killed for taking too long.
            Assert.InRange(
                TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, HostProcess.StopTimeout);
            Assert.Empty(ProcessesOf.Folder(folder));
            Assert.Empty(ProcessesOf.Folder(_folder.Path));
            Assert.False(Directory.Exists(folder));
        }
        finally
        {
            // Its children end with it.
            cluster.Kill();
        }
    }

    /// <summary>Reads what a program writes, as far as a line with a text.</summary>
    private static async Task<bool> HasSaidAsync(Process program, string text)
    {
        while (await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}
