using System.Text.Json;
using Bank.Cli.Demo;
using Orchestrix.Cluster.Tests.Observability;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Tests.Support;
using FreePorts = Orchestrix.Cluster.Tests.Support.FreePorts;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>A Prometheus that has nothing to read, one that is away, and none.</summary>
public sealed class PrometheusProbeTests(ReadinessSilo silo) : IClassFixture<ReadinessSilo>, IDisposable
{
    private const string Delivery = "errors.alert-delivery";

    private static readonly string[] _both = ["errors.alert-rules", "observability.scrape"];

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_that_reads_no_silo_has_rules_and_no_metrics()
    {
        var nowhere = FormattableString.Invariant($"127.0.0.1:{FreePorts.Take(1)[0]}");
        await using var prometheus = await PrometheusProcess.StartAsync(nowhere, nowhere);
        await Until.TrueAsync(prometheus.HasEvaluatedAsync);

        var report = await MeasureAsync("--prometheus", prometheus.Address.ToString());

        Assert.Contains("errors.alert-rules", report.Ids("passed"));
        Assert.Contains("observability.scrape", report.Ids("failed"));
        Assert.Equal("it has no metric of Orchestrix", report.Evidence("observability.scrape"));
    }

    [Fact]
    public async Task Alerts_that_nobody_takes_are_found()
    {
        var nowhere = FormattableString.Invariant($"127.0.0.1:{FreePorts.Take(1)[0]}");
        await using (var alone = await PrometheusProcess.StartAsync(nowhere, nowhere))
        {
            var lonely = await MeasureAsync("--prometheus", alone.Address.ToString());
            Assert.Contains(Delivery, lonely.Ids("failed"));
            Assert.Equal("Prometheus sends alerts to nobody", lonely.Evidence(Delivery));
        }
        var alertmanager = await DemoAlertmanager.StartAsync(
            _folder.Path, _folder.Path, TimeProvider.System, TestContext.Current.CancellationToken);
        var told = alertmanager!.Address.Authority;
        await using var prometheus = await PrometheusProcess.StartAsync(nowhere, nowhere, alertmanager: told);
        await Until.TrueAsync(async () => (await prometheus.GetAsync("/api/v1/alertmanagers")).ToJsonString()
            .Contains(told, StringComparison.Ordinal));

        var report = await MeasureAsync("--prometheus", prometheus.Address.ToString());
        Assert.Contains(Delivery, report.Ids("passed"));
        Assert.Equal($"{told} is ready", report.Evidence(Delivery));

        await alertmanager.DisposeAsync();
        var whole = report.Ids("failed");
        report = await MeasureAsync("--prometheus", prometheus.Address.ToString());
        Broken.Only("errors.alert-delivery", whole, report.Ids("failed"));
        Assert.Equal($"not ready, asked from here: {told}", report.Evidence(Delivery));
    }

    [Fact]
    public async Task One_that_is_away_fails_both()
    {
        var report = await MeasureAsync(
            "--prometheus", FormattableString.Invariant($"http://127.0.0.1:{FreePorts.Take(1)[0]}"));

        Assert.Equal(_both, report.Ids("failed").Where(_both.Contains));
    }

    [Fact]
    public async Task None_fails_both()
    {
        var report = await MeasureAsync();

        Assert.Equal(_both, report.Ids("failed").Where(_both.Contains));
        Assert.Equal("not asked: no --prometheus was given", report.Evidence("observability.scrape"));
    }

    private async Task<JsonElement> MeasureAsync(params string[] arguments) =>
        (await ReadinessRunner.RunAsync("Orchestrix.Cli", [.. silo.Arguments, .. arguments])).Report;
}
