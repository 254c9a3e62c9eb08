using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Orchestrix.Observability;
using Orchestrix.Observability.Hosting;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;

namespace Orchestrix.Tests.Readiness;

/// <summary>Logs and traces of a host that are broken, one after the other.</summary>
public sealed class ObservabilityReadinessTests
{
    // Nothing listens there: the port is that of a protocol which nobody speaks.
    private const string Nowhere = "http://127.0.0.1:9";

    private static readonly string[] _noTraces = ["observability.traces"];
    private static readonly string[] _all = ["observability.logs", "observability.redaction", "observability.traces"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_as_shipped_lacks_a_collector_and_nothing_else()
    {
        var results = await RunAsync("Production", static _ => { });

        Assert.Equal(_noTraces, Failed(results));
        Assert.Equal("no endpoint is set, so no span is made", results[2].Evidence);
    }

    [Fact]
    public async Task Logs_for_people_are_neither_structured_nor_redacted()
    {
        var results = await RunAsync("Development", static _ => { });

        Assert.Equal(_all, Failed(results));
        Assert.Equal("the console does not redact", results[1].Evidence);
    }

    [Fact]
    public async Task Another_provider_beside_the_console_is_named()
    {
        var results = await RunAsync(
            "Production", static builder => builder.Logging.AddProvider(NullLoggerProvider.Instance));

        Assert.Equal(_all, Failed(results));
        Assert.Equal("not redacted: NullLoggerProvider", results[1].Evidence);
    }

    [Fact]
    public async Task Where_warnings_are_hidden_nothing_is_known_and_the_level_is_named()
    {
        var results = await RunAsync("Production", static builder => builder.Logging.SetMinimumLevel(LogLevel.Error));

        Assert.Equal(_noTraces, Failed(results));
        Assert.All(results.Take(2), static one =>
        {
            Assert.Equal(CheckOutcome.Unknown, one.Outcome);
            Assert.Equal(
                "the level of the logs hides warnings: set Logging:LogLevel:Orchestrix.Readiness.Canary to Warning",
                one.Evidence);
        });
    }

    [Fact]
    public async Task Paths_that_a_host_lets_through_are_found()
    {
        var whole = await RunAsync("Production", static _ => { });

        var results = await RunAsync(
            "Production", static _ => { }, static options => options.Logging.ErasedArguments.Clear());

        Broken.Only("observability.redaction", Failed(whole), Failed(results));
        Assert.Equal("a secret came out of the log", results[1].Evidence);
    }

    [Fact]
    public async Task A_span_that_somebody_has_copied_a_path_to_is_found()
    {
        static void Trace(HostApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(
            [new("Observability:Tracing:OtlpEndpoint", Nowhere)]);
        var whole = await RunAsync("Production", Trace);

        var results = await RunAsync("Production", static builder =>
        {
            Trace(builder);
            // Before the redaction of this host, which knows the names that others use.
            builder.Services.AddOpenTelemetry().WithTracing(static tracing => tracing.AddProcessor(new Copying()));
        });

        Broken.Only("observability.redaction", Failed(whole), Failed(results));
        Assert.Equal("a secret came out of the span", results[1].Evidence);
    }

    [Fact]
    public async Task A_collector_that_is_away_is_found_and_spans_are_redacted_all_the_same()
    {
        var results = await RunAsync("Production", static builder => builder.Configuration.AddInMemoryCollection(
            [new("Observability:Tracing:OtlpEndpoint", Nowhere)]));

        Assert.Equal(_noTraces, Failed(results));
        Assert.Equal($"{Nowhere}/ has not taken a span", results[2].Evidence);
        Assert.Equal("a secret came out of neither the log nor the span", results[1].Evidence);
    }

    [Fact]
    public async Task Spans_that_nobody_records_are_found()
    {
        var results = await RunAsync("Production", static builder => builder.Configuration.AddInMemoryCollection(
            [new("Observability:Tracing:OtlpEndpoint", Nowhere), new("OTEL_TRACES_SAMPLER", "always_off")]));

        Assert.Equal("spans are made and not recorded", results[2].Evidence);
    }

    private static string[] Failed(IEnumerable<CheckResult> results) =>
    [
        .. results.Where(static one => one.Outcome == CheckOutcome.Failed).Select(static one => one.Check.Id)
            .Order(StringComparer.Ordinal),
    ];

    private static async Task<List<CheckResult>> RunAsync(
        string environment, Action<HostApplicationBuilder> configure, Action<ObservabilityOptions>? change = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            DisableDefaults = true,
            EnvironmentName = environment,
        });
        if (environment == "Development")
            builder.Logging.AddConsole();
        configure(builder);
        var added = builder.Services.Where(static one => one.ServiceType == typeof(ILoggerProvider)).ToArray();
        builder.AddOrchestrixObservability(change);
        foreach (var provider in added.Where(one => !builder.Services.Contains(one)))
            builder.Services.Add(provider);
        using var host = builder.Build();
        await host.StartAsync(Stop);
        var results = new List<CheckResult>();
        var source = host.Services.GetRequiredService<IReadinessSource>();
        await foreach (var result in source.RunAsync(ReadinessProfile.Production, Stop))
            results.Add(result);
        await host.StopAsync(Stop);
        Assert.Equal(source.Checks, results.Select(static one => one.Check));
        return results;
    }

    /// <summary>Keeps the path of a request under a name of its own.</summary>
    private sealed class Copying : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => data.SetTag("own.path", data.GetTagItem("url.path"));
    }
}
