using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrix.Benchmarks.Product;
using Orchestrix.Hosting;
using Orchestrix.Observability.Hosting;

namespace Orchestrix.Benchmarks.Observability;

/// <summary>
/// Commands to a silo with a web server: with metrics that are scraped and traces that are sent, or with neither.
/// </summary>
/// <param name="collector">Observes the silo; null if nobody does.</param>
internal sealed class ObservedWorkload(Collector? collector) : AggregateWorkload
{
    /// <summary>The share of traces that is recorded.</summary>
    private const double SamplingRatio = 0.1;

    private readonly CancellationTokenSource _ending = new();
    private Task _scraping = Task.CompletedTask;

    public override async Task StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning);
        var address = new Uri($"http://127.0.0.1:{LoopbackPorts.Next()}");
        builder.WebHost.UseUrls(address.ToString());
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(LoopbackPorts.Next(), LoopbackPorts.Next());
            silo.AddOrchestrix(orchestrix => Configure(orchestrix, connectionString));
        });
        if (collector is not null)
            Observe(builder, collector.Address);
        var app = builder.Build();
        await app.StartAsync(cancellationToken);
        Use(app);
        if (collector is not null)
            _scraping = collector.ScrapeAsync(new Uri(address, "/metrics"), _ending.Token);
    }

    public override async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _scraping;
        _ending.Dispose();
        await base.DisposeAsync();
    }

    private static void Observe(WebApplicationBuilder builder, Uri receiver)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Observability:Tracing:OtlpEndpoint"] = receiver.ToString(),
            ["Observability:Tracing:Transport"] = "HttpProtobuf",
            // Of both halves the logs are the same.
            ["Observability:Logging:Json"] = "false",
        });
        builder.AddOrchestrixObservability(options => options.Tracing.SamplingRatio = SamplingRatio);
    }
}
