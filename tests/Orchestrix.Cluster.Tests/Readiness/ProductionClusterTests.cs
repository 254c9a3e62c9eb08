using Bank.Cli.Topology.Production;
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
            "Bank.Cli", ["--cluster", "--drill-record", Path.Combine(_folder.Path, "backup.json")],
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Grpc));

        Assert.Empty(report.Ids("failed"));
        Assert.Equal(0, code);
        Assert.Equal("production", report.GetProperty("profile").GetString());
        // What one machine cannot have.
        Assert.Equal(["persistence.replica"], report.Ids("waived"));
        Assert.Empty(report.Ids("unknown"));
        Assert.StartsWith(
            "of 3 silos 3 and of 2 clients 2 were scraped", report.Evidence("observability.scrape"),
            StringComparison.Ordinal);
        Assert.Contains(collector.Spans, static span => span.Name == "readiness canary");
    }

    [Fact]
    public async Task What_is_broken_on_purpose_is_exactly_what_fails()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        var record = Path.Combine(_folder.Path, "backup.json");
        Directory.CreateDirectory(_folder.Path);
        await File.WriteAllTextAsync(
            record, BackupRecordTests.Drill(TimeProvider.System.GetUtcNow(), hasPassed: true),
            TestContext.Current.CancellationToken);

        var (code, report) = await ReadinessRunner.RunAsync(
            "Bank.Cli", ["--cluster", "--flawed", "--drill-record", record],
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Grpc));

        Assert.Equal(
            Flaws.All.Select(static flaw => flaw.Check).Order(StringComparer.Ordinal), report.Ids("failed"));
        Assert.Equal(5, code);
    }
}
