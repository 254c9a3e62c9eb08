using System.Globalization;
using Orchestrix.Cluster.Tests.Deployment;
using Orchestrix.Cluster.Tests.Observability;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>Programs that were started wrongly, and what stands around them: exactly the check of each fails.</summary>
[Collection(WholeMachine.Name)]
public sealed class ProcessChecksTests(PostgresFixture fixture) : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_password_among_the_arguments_and_logs_for_people_are_found()
    {
        await using var silo = await StartAsync();
        var whole = await FailedAsync(silo);

        await using var told = await StartAsync(SiloProcess.Start(
            SiloProcess.Directory, ["--Mail:Password=correct horse battery staple"], Settings()));
        Broken.Only("security.arguments", whole, await FailedAsync(told));

        await using var chatty = await StartAsync(("Observability__Logging__Json", "false"));
        Broken.Only("observability.logs", whole, await FailedAsync(chatty), "observability.redaction");
    }

    [Fact]
    public async Task A_store_that_forgets_is_found()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var silo = await StartAsync(SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Staging"),
            ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
            ("ConnectionStrings__OrchestrixOwner", database.OwnerConnectionString)));
        await using var forgetful = await StartAsync();

        // The program keeps reminders where it keeps events.
        Broken.Only(
            "persistence.store", await FailedAsync(silo, "--profile", "staging"),
            await FailedAsync(forgetful, "--profile", "staging"), "cluster.reminders");
    }

    [Fact]
    public async Task A_collector_that_is_away_is_found()
    {
        var collector = await OtlpReceiver.StartAsync();
        await using var silo = await StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Grpc));
        var whole = await FailedAsync(silo);
        await collector.DisposeAsync();

        Broken.Only("observability.traces", whole, await FailedAsync(silo));
    }

    [Fact]
    public async Task A_Prometheus_that_reads_nothing_and_one_without_rules_are_found()
    {
        await using var silo = await StartAsync();
        var (host, nowhere) = (silo.Http.BaseAddress!.Authority, Nowhere());
        await using var prometheus = await PrometheusProcess.StartAsync(host, nowhere);
        await Until.TrueAsync(async () =>
            (await prometheus.QueryAsync("orchestrix_log_head")).Count > 0 && await prometheus.HasEvaluatedAsync());
        var whole = await FailedAsync(silo, "--prometheus", prometheus.Address.ToString());

        await using var blind = await PrometheusProcess.StartAsync(nowhere, nowhere);
        await Until.TrueAsync(blind.HasEvaluatedAsync);
        Broken.Only(
            "observability.scrape", whole, await FailedAsync(silo, "--prometheus", blind.Address.ToString()));

        await using var silent = await PrometheusProcess.StartAsync(host, nowhere, _folder.Path);
        await Until.TrueAsync(async () => (await silent.QueryAsync("orchestrix_log_head")).Count > 0);
        Broken.Only(
            "errors.alert-rules", whole, await FailedAsync(silo, "--prometheus", silent.Address.ToString()));
    }

    [Fact]
    public async Task A_rule_that_Prometheus_cannot_evaluate_is_found()
    {
        Directory.CreateDirectory(_folder.Path);
        var rules = await File.ReadAllTextAsync(
            Deployed.Path("prometheus", "rules", "alerts.yml"), TestContext.Current.CancellationToken);
        const string Sound = "expr: absent(orchestrix_append_capacity)";
        Assert.Contains(Sound, rules, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "alerts.yml"),
            rules.Replace(
                Sound, "expr: label_replace(orchestrix_log_head, \"a\", \"b\", \"job\", \"(\")",
                StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await using var silo = await StartAsync();
        var (host, nowhere) = (silo.Http.BaseAddress!.Authority, Nowhere());
        await using var well = await PrometheusProcess.StartAsync(host, nowhere);
        await using var sick = await PrometheusProcess.StartAsync(host, nowhere, _folder.Path);
        foreach (var one in new[] { well, sick })
        {
            await Until.TrueAsync(async () =>
                (await one.QueryAsync("orchestrix_log_head")).Count > 0 && await one.HasEvaluatedAsync());
        }
        var whole = await FailedAsync(silo, "--prometheus", well.Address.ToString());
        await Until.TrueAsync(async () => (await sick.GetAsync("/api/v1/rules")).ToJsonString()
            .Contains("\"health\":\"err\"", StringComparison.Ordinal));

        Broken.Only("errors.alert-rules", whole, await FailedAsync(silo, "--prometheus", sick.Address.ToString()));
    }

    [Fact]
    public async Task A_Prometheus_that_reads_one_silo_of_two_and_has_one_alert_of_all_is_found()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var one = Start(database, SiloProcess.Directory);
        await one.UntilAsync("/health/ready", 200);
        await using var two = Start(database, SiloProcess.Directory);
        await two.UntilAsync("/health/ready", 200);
        string[] hosts = [one.Http.BaseAddress!.Authority, two.Http.BaseAddress!.Authority];
        await using var both = await PrometheusProcess.StartAsync(string.Join("\", \"", hosts), Nowhere());
        await Until.TrueAsync(async () =>
            (await both.QueryAsync("orchestrix_log_head")).Count == 2 && await both.HasEvaluatedAsync());
        var whole = await FailedAsync(one, "--prometheus", both.Address.ToString());

        await using var blind = await PrometheusProcess.StartAsync(hosts[0], Nowhere());
        await Until.TrueAsync(async () =>
            (await blind.QueryAsync("orchestrix_log_head")).Count == 1 && await blind.HasEvaluatedAsync());
        Broken.Only(
            "observability.scrape", whole, await FailedAsync(one, "--prometheus", blind.Address.ToString()));

        Directory.CreateDirectory(_folder.Path);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "alerts.yml"),
            """
            groups:
              - name: few
                rules:
                  - alert: OrchestrixNoSilo
                    expr: absent(orchestrix_append_capacity)
            """,
            TestContext.Current.CancellationToken);
        await using var deaf = await PrometheusProcess.StartAsync(
            string.Join("\", \"", hosts), Nowhere(), _folder.Path);
        await Until.TrueAsync(async () =>
            (await deaf.QueryAsync("orchestrix_log_head")).Count == 2 && await deaf.HasEvaluatedAsync());
        Broken.Only("errors.alert-rules", whole, await FailedAsync(one, "--prometheus", deaf.Address.ToString()));
    }

    [Fact]
    public async Task A_silo_that_is_missing_and_one_of_another_build_are_found()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var one = Start(database, SiloProcess.Directory);
        await one.UntilAsync("/health/ready", 200);
        await using var two = Start(database, SiloProcess.Directory);
        await using var three = Start(database, SiloProcess.Directory);
        await two.UntilAsync("/health/ready", 200);
        await three.UntilAsync("/health/ready", 200);
        var whole = await FailedAsync(one);
        Assert.DoesNotContain(whole, static id => id.StartsWith("cluster.", StringComparison.Ordinal));

        three.Terminate();
        await three.ExitAsync();
        Broken.Only("cluster.silos", whole, await FailedAsync(one));

        // The library itself, and the domain of the program that uses it.
        foreach (var library in (string[])["Orchestrix.dll", "Bank.dll"])
        {
            var folder = Path.Combine(_folder.Path, library);
            OtherBuild.Copy(SiloProcess.Directory, folder, library);
            await using var other = Start(database, folder);
            await other.UntilAsync("/health/ready", 200);
            Broken.Only("cluster.versions", whole, await FailedAsync(one));
            other.Terminate();
            await other.ExitAsync();
        }
    }

    private static SiloProcess Start(TestDatabase database, string directory) => SiloProcess.Start(
        directory, [], ("DOTNET_ENVIRONMENT", "Production"), ("Silo__Clustering", "PostgreSQL"),
        ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
        ("ConnectionStrings__OrchestrixOwner", database.OwnerConnectionString));

    private static Task<SiloProcess> StartAsync(params (string Name, string? Value)[] settings) =>
        StartAsync(SiloProcess.Start([.. Settings(), .. settings]));

    private static async Task<SiloProcess> StartAsync(SiloProcess silo)
    {
        try
        {
            await silo.UntilAsync("/health/ready", 200);
            return silo;
        }
        catch
        {
            // Nobody else knows of the process yet.
            await silo.DisposeAsync();
            throw;
        }
    }

    private static (string Name, string? Value)[] Settings() =>
        [("DOTNET_ENVIRONMENT", "Staging"), ("Silo__Store", "InMemory")];

    private static async Task<string[]> FailedAsync(SiloProcess silo, params string[] arguments)
    {
        var gateway = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{silo.GatewayPort}");
        var (_, report) = await ReadinessRunner.RunAsync(
            "Orchestrix.Cli", ["--gateway", gateway, "--cluster-id", "bank", .. arguments]);
        return report.Ids("failed");
    }

    private static string Nowhere() => string.Create(
        CultureInfo.InvariantCulture, $"127.0.0.1:{FreePorts.Take(1)[0]}");
}
