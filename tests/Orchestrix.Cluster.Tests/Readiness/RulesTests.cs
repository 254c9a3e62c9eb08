using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrix.Cli.Readiness;
using Orchestrix.Cluster.Tests.Deployment;
using Orchestrix.Readiness;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>What Prometheus says of its alert rules: all that are shipped have to be there, and well.</summary>
public sealed partial class RulesTests
{
    private static readonly string[] _shipped =
    [
        .. Alert().Matches(File.ReadAllText(Deployed.Path("prometheus", "rules", "alerts.yml")))
            .Select(static match => match.Groups[1].Value),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_that_are_shipped_pass_among_others()
    {
        var result = await AskAsync(_shipped.Append("MyOwn").Select(static name => Rule(name, "ok")));

        Assert.Equal(
            (CheckOutcome.Passed, $"all {_shipped.Length} alerts that are shipped"),
            (result.Outcome, result.Evidence));
    }

    [Fact]
    public async Task A_single_one_that_is_missing_is_named_whichever_it_is()
    {
        foreach (var missing in _shipped)
        {
            var result = await AskAsync(_shipped.Except([missing]).Select(static name => Rule(name, "ok")));

            Assert.Equal(
                (CheckOutcome.Failed, $"of {_shipped.Length} alerts that are shipped: {missing} is missing"),
                (result.Outcome, result.Evidence));
        }
    }

    [Theory]
    [InlineData("err")]
    [InlineData("unknown")]
    public async Task A_single_one_that_is_not_well_is_named(string health)
    {
        var sick = _shipped[^1];
        var result = await AskAsync(_shipped.Select(name => Rule(name, name == sick ? health : "ok")));

        Assert.Equal(
            (CheckOutcome.Failed, $"of {_shipped.Length} alerts that are shipped: the health of {sick} is {health}"),
            (result.Outcome, result.Evidence));
    }

    private static string Rule(string name, string health) => $$"""{"name":"{{name}}","health":"{{health}}"}""";

    private static async Task<CheckResult> AskAsync(IEnumerable<string> rules)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var prometheus = builder.Build();
        prometheus.MapGet("/api/v1/rules", () => Results.Text(
            $$$"""{"status":"success","data":{"groups":[{"rules":[{{{string.Join(',', rules)}}}]}]}}""",
            "application/json"));
        await prometheus.StartAsync(Stop);
        var results = await PrometheusProbe.RunAsync(
            new Uri(prometheus.Urls.Single() + "/"), static () => Task.FromResult((1, 1)), Stop);
        await prometheus.StopAsync(Stop);
        return results.Single(static one => one.Check.Id == "errors.alert-rules");
    }

    [GeneratedRegex(@"^\s*- alert: (\w+)", RegexOptions.Multiline)]
    private static partial Regex Alert();
}
