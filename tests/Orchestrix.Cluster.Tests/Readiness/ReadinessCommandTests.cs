using System.Globalization;
using Orchestrix.Cli.Readiness;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Readiness;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>Exit codes, waivers and files of <c>orchestrix readiness</c>.</summary>
public sealed class ReadinessCommandTests(ReadinessSilo silo) : IClassFixture<ReadinessSilo>, IDisposable
{
    // Those of a single silo whose reminders are in memory.
    private static readonly string[] _lacking = ["cluster.reminders", "security.http-authentication"];

    private readonly TemporaryDirectory _folder = new();

    private static string Today => Day(0);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_profile_that_asks_for_no_more_than_there_is_ends_with_0()
    {
        var (code, report) = await ReadinessRunner.RunAsync(
            "Orchestrix.Cli", [.. silo.Arguments, "--profile", "development"]);

        Assert.Equal(0, code);
        Assert.Equal(["cluster.canary", "cluster.subscriptions"], report.Ids("passed"));
    }

    [Fact]
    public async Task A_profile_that_asks_for_more_ends_with_5_and_says_for_what()
    {
        var (code, report) = await ReadinessRunner.RunAsync(
            "Orchestrix.Cli", [.. silo.Arguments, "--profile", "staging"]);

        Assert.Equal((5, 2), (code, report.GetProperty("failed").GetInt32()));
        Assert.Equal(_lacking, report.Ids("failed"));
    }

    [Fact]
    public async Task A_silo_for_development_lacks_a_store_reminders_and_logs()
    {
        await using var process = SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Development"), ("Silo__Store", "InMemory"));
        await process.UntilAsync("/health/ready", 200);

        var (_, report) = await ReadinessRunner.RunAsync(
            "Orchestrix.Cli",
            [
                "--gateway", FormattableString.Invariant($"127.0.0.1:{process.GatewayPort}"), "--cluster-id", "bank",
                "--profile", "staging",
            ]);

        Assert.Equal(
            _lacking.Concat(["observability.logs", "observability.redaction", "persistence.store"])
                .Order(StringComparer.Ordinal),
            report.Ids("failed"));
    }

    [Fact]
    public async Task Where_no_silo_answers_it_ends_with_3()
    {
        var (code, _, errors) = await CommandLineProgram.RunAsync(
            "Orchestrix.Cli",
            ["readiness", "--gateway", FormattableString.Invariant($"127.0.0.1:{FreePorts.Take(1)[0]}")]);

        Assert.True(code == 3, errors);
        Assert.Contains("--gateway", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_waived_fails_nothing_and_is_named_with_who_answers_for_it()
    {
        var (code, report) = await RunWaivedAsync($$"""
            [{"check":"cluster.reminders","owner":"ada","reason":"ordered for May","until":"{{Today}}"},
             {"check":"security.http-authentication","owner":"bob","reason":"no API yet","until":"{{Day(30)}}"}]
            """);

        Assert.Equal(0, code);
        Assert.Equal(_lacking, report.Ids("waived"));
        Assert.EndsWith(
            $"; waived by ada until {Today}: ordered for May", report.Evidence("cluster.reminders"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"check":"cluster.reminders","owner":"ada","reason":"r","until":"YESTERDAY"}]""", "ended on")]
    [InlineData("""[{"check":"cluster.colour","owner":"ada","reason":"r","until":"TODAY"}]""", "does not exist")]
    [InlineData("""[{"check":"cluster.reminders","reason":"r","until":"TODAY"}]""", "no owner")]
    [InlineData("""[{"check":"cluster.reminders","owner":" ","reason":"r","until":"TODAY"}]""", "no owner")]
    [InlineData("""[{"check":"cluster.reminders","owner":"ada","until":"TODAY"}]""", "no reason")]
    [InlineData("""[{"check":"cluster.reminders","owner":"ada","reason":"r"}]""", "no until")]
    [InlineData("""[{"check":"cluster.reminders","owner":"ada","reason":"r","until":"soon"}]""", "2026-12-31")]
    [InlineData("""{"check":"cluster.reminders"}""", "cannot be read")]
    [InlineData("[null]", "no check and no owner and no reason and no until")]
    [InlineData("""
        [{"check":"cluster.reminders","owner":"ada","reason":"r","until":"TODAY"},
         {"check":"cluster.reminders","owner":"bob","reason":"r","until":"TODAY"}]
        """, "Two waivers")]
    public async Task A_waiver_that_does_not_hold_ends_with_1(string waivers, string message)
    {
        var path = await WriteAsync(waivers.Replace("TODAY", Today, StringComparison.Ordinal)
            .Replace("YESTERDAY", Day(-1), StringComparison.Ordinal));
        var (code, output, errors) = await CommandLineProgram.RunAsync(
            "Orchestrix.Cli", ["readiness", .. silo.Arguments, "--profile", "staging", "--waivers", path]);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_disk_is_measured_from_beside_the_database()
    {
        var (_, here) = await ReadinessRunner.RunAsync(
            "Orchestrix.Cli", [.. silo.Arguments, "--database-directory", "/"]);
        var (_, nowhere) = await ReadinessRunner.RunAsync(
            "Orchestrix.Cli", [.. silo.Arguments, "--database-directory", "/nowhere"]);

        Assert.Contains("GB are free; 20 % are wanted", here.Evidence("persistence.disk"), StringComparison.Ordinal);
        Assert.Contains("persistence.disk", nowhere.Ids("failed"));
        Assert.Equal("/nowhere is no directory of this machine", nowhere.Evidence("persistence.disk"));
        // Linux's file system of processes has no room at all.
        var (_, full) = await ReadinessRunner.RunAsync(
            "Orchestrix.Cli", [.. silo.Arguments, "--database-directory", "/proc"]);
        Assert.Contains("persistence.disk", full.Ids("failed"));
    }

    [Theory]
    [InlineData(20, CheckOutcome.Passed)]
    [InlineData(19, CheckOutcome.Failed)]
    [InlineData(0, CheckOutcome.Failed)]
    public void A_fifth_of_the_disk_is_free(int percent, CheckOutcome outcome)
    {
        const long Size = 500_000_000_000;

        var result = DiskProbe.Judge(Size / 100 * percent, Size);

        Assert.Equal(
            (outcome, $"{percent} % of 500 GB are free; 20 % are wanted"), (result.Outcome, result.Evidence));
        Assert.Equal(CheckOutcome.Failed, DiskProbe.Judge(0, 0).Outcome);
    }

    private static string Day(int from) => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)
        .AddDays(from).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<string> WriteAsync(string waivers)
    {
        Directory.CreateDirectory(_folder.Path);
        var path = Path.Combine(_folder.Path, "waivers.json");
        await File.WriteAllTextAsync(path, waivers, TestContext.Current.CancellationToken);
        return path;
    }

    private async Task<(int Code, System.Text.Json.JsonElement Report)> RunWaivedAsync(string waivers) =>
        await ReadinessRunner.RunAsync(
            "Orchestrix.Cli",
            [.. silo.Arguments, "--profile", "staging", "--waivers", await WriteAsync(waivers)]);
}
