using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrix.Cli.Readiness;
using Orchestrix.Readiness;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>What Prometheus says of three silos and two clients: it has to know each of them, and lately.</summary>
public sealed class ScrapeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1 1 119", "1 119", CheckOutcome.Passed)]
    [InlineData("1", "1 1", CheckOutcome.Failed)]
    [InlineData("1 1 121", "1 1", CheckOutcome.Failed)]
    [InlineData("1 1 1", "1", CheckOutcome.Failed)]
    [InlineData("1 1 1", "", CheckOutcome.Failed)]
    [InlineData("1 1 1", "1 121", CheckOutcome.Failed)]
    // A silo that is scraped twice is no client.
    [InlineData("1 1 1 1 1", "", CheckOutcome.Failed)]
    public async Task All_that_run_were_scraped_in_the_last_two_minutes(
        string siloAges, string clientAges, CheckOutcome outcome)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var prometheus = builder.Build();
        var rows = Rows("orchestrix-silo", siloAges).Concat(Rows("orchestrix-client", clientAges));
        prometheus.MapGet("/api/v1/query", () => Results.Text(
            $$$"""{"status":"success","data":{"resultType":"vector","result":[{{{string.Join(',', rows)}}}]}}""",
            "application/json"));
        await prometheus.StartAsync(Stop);

        var results = await PrometheusProbe.RunAsync(
            new Uri(prometheus.Urls.Single() + "/"), static () => Task.FromResult((3, 2)), Stop);

        Assert.Equal(outcome, results.Single(static one => one.Check.Id == "observability.scrape").Outcome);
        await prometheus.StopAsync(Stop);
    }

    private static IEnumerable<string> Rows(string job, string ages) => ages
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select((age, number) => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"metric":{"job":"{{job}}","instance":"{{job}}-{{number}}"},"value":[1,"{{age}}"]}"""));
}
