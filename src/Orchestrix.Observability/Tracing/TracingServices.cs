using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orchestrix.Commands;
using Orchestrix.Observability.Readiness;
using Orleans;

namespace Orchestrix.Observability.Tracing;

/// <summary>Registers tracing with the SDK of OpenTelemetry.</summary>
internal static class TracingServices
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string TracesProtocol = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL";

    private static readonly string[] Sources =
        ["Orchestrix", CallTrace.SourceName, "Npgsql"];

    public static void AddTracing(
        this IServiceCollection services, IConfiguration configuration, ObservabilityOptions options)
    {
        var endpoint = options.Tracing.OtlpEndpoint
            ?? (options.Tracing.JaegerHost is { Length: > 0 } host ? new Uri($"http://{host}:4317") : null);
        var isNamed = Has(configuration, Endpoint) || Has(configuration, TracesEndpoint);
        if ((endpoint is null && !isNamed)
            || string.Equals(configuration["OTEL_TRACES_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase)
            || string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }
        services.AddHostedService<ExceptionRedaction>();
        var sampler = Has(configuration, "OTEL_TRACES_SAMPLER")
            ? null : new LinkedSampler(options.Tracing.SamplingRatio);
        if (sampler is not null)
            services.AddSingleton<ITraceStarts>(sampler);
        services.AddOpenTelemetry().WithTracing(tracing =>
        {
            // Detected last, so that the variables of the environment win.
            tracing.ConfigureResource(resource => resource.Clear()
                .AddService(options.ServiceName).AddTelemetrySdk().AddEnvironmentVariableDetector());
            if (sampler is not null)
            {
                tracing.SetSampler(options.Tracing.IsCallerTrusted
                    ? new ParentBasedSampler(sampler)
                    : new ParentBasedSampler(
                        sampler, remoteParentSampled: new DrawingSampler(options.Tracing.SamplingRatio)));
            }
            tracing.AddAspNetCoreInstrumentation(http => http.Filter = context =>
                context.Request.Path != options.Metrics.Path && !context.Request.Path.StartsWithSegments("/health"));
            tracing.AddSource([.. Sources, .. options.Tracing.Sources]);
            tracing.AddProcessor<SpanRedaction>();
            tracing.AddOtlpExporter(
                TraceCanary.ExporterName,
                exporter => Configure(exporter, configuration, options.Tracing, endpoint));
        });
        services.AddSingleton<SpanRedaction>();
        services.AddSingleton<IStartupFilter, RequestTrace>();
        if (!options.Tracing.CallSpans)
            return;
        services.AddSingleton<IOutgoingGrainCallFilter, OutgoingTrace>();
        services.AddSingleton<IIncomingGrainCallFilter, IncomingTrace>();
    }

    private static void Configure(
        OtlpExporterOptions exporter, IConfiguration configuration, TracingOptions tracing, Uri? endpoint)
    {
        var isNamed = Has(configuration, Endpoint) || Has(configuration, TracesEndpoint);
        if (!Has(configuration, Protocol) && !Has(configuration, TracesProtocol))
        {
            exporter.Protocol = tracing.Transport == OtlpTransport.HttpProtobuf
                ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        }
        if (isNamed || endpoint is null)
            return;
        // The SDK adds the path to an endpoint from the environment, and to no other.
        exporter.Endpoint = exporter.Protocol == OtlpExportProtocol.HttpProtobuf
            ? new Uri(string.Create(
                CultureInfo.InvariantCulture, $"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/traces"))
            : endpoint;
    }

    private static bool Has(IConfiguration configuration, string name) => !string.IsNullOrEmpty(configuration[name]);
}
