using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Orchestrix.Observability.Readiness;

/// <summary>Makes a span with a secret, and sends it.</summary>
internal sealed class TraceCanary(IServiceProvider services) : IDisposable
{
    /// <summary>The name of the exporter's options.</summary>
    public const string ExporterName = "orchestrix";

    private const int Patience = 3_000;

    // As a silo's own: what happens to it happens to this one.
    private readonly ActivitySource _source = new("Orchestrix");

    /// <summary>True if this host makes spans at all.</summary>
    public bool IsTracing => services.GetService<TracerProvider>() is not null;

    /// <summary>A span that has ended, after all that is done to spans; null if none is recorded.</summary>
    public Activity? Sing(string secret)
    {
        // What is below a recorded span of this process is recorded, whatever share of new traces is.
        var caller = new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        var span = _source.StartActivity("readiness canary", ActivityKind.Internal, caller);
        if (span is not { Recorded: true })
            return null;
        span.SetTag("url.path", secret);
        span.SetTag("orleans.rpc.target_id", secret);
        span.SetStatus(ActivityStatusCode.Error, secret);
        span.Stop();
        return span;
    }

    /// <summary>Where spans go.</summary>
    public Uri Endpoint => Options().Endpoint;

    /// <summary>Sends the span by itself; true if the collector has acknowledged it.</summary>
    public bool Send(Activity span)
    {
        var options = Options();
        options.TimeoutMilliseconds = Patience;
        using var exporter = new OtlpTraceExporter(options);
        using var batch = new Batch<Activity>([span], 1);
        return exporter.Export(batch) == ExportResult.Success;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private OtlpExporterOptions Options() =>
        services.GetRequiredService<IOptionsFactory<OtlpExporterOptions>>().Create(ExporterName);
}
