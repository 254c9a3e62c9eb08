namespace Orchestrix.Observability.Tracing;

/// <summary>Where traces go. Configuration section <c>Observability:Tracing</c>.</summary>
/// <remarks>
/// The variables of the OpenTelemetry specification win over these options: <c>OTEL_SERVICE_NAME</c>,
/// <c>OTEL_RESOURCE_ATTRIBUTES</c>, <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and <c>_PROTOCOL</c> (also with
/// <c>_TRACES_</c>), <c>OTEL_TRACES_SAMPLER</c> and <c>_ARG</c>, <c>OTEL_TRACES_EXPORTER=none</c> and
/// <c>OTEL_SDK_DISABLED=true</c>. Without an endpoint no span is made.
/// </remarks>
public sealed class TracingOptions
{
    /// <summary>
    /// Host of a Jaeger that takes OTLP over gRPC on port 4317: short for <see cref="OtlpEndpoint"/>
    /// <c>http://{JaegerHost}:4317</c>. Default null.
    /// </summary>
    public string? JaegerHost { get; set; }

    /// <summary>
    /// Where spans are sent by OTLP, such as <c>http://collector:4317</c>; over HTTP without the path
    /// <c>/v1/traces</c>. Default null: that of <see cref="JaegerHost"/>, or nowhere.
    /// </summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>How they are sent. Default <see cref="OtlpTransport.Grpc"/>.</summary>
    public OtlpTransport Transport { get; set; } = OtlpTransport.Grpc;

    /// <summary>
    /// The share of new traces that is recorded, from 0 to 1. Default 0.1. Whoever calls with a trace of its own
    /// decides for it (<see cref="IsCallerTrusted"/>), and what subscriptions do is recorded if a command that it
    /// follows was.
    /// </summary>
    public double SamplingRatio { get; set; } = 0.1;

    /// <summary>
    /// Whether who calls with a trace of its own, over HTTP or as a client of a silo, decides that it is recorded.
    /// Default true. If false, <see cref="SamplingRatio"/> of what callers record is, drawn at random, since they
    /// choose their ids as well; what they do not record is not either way. Set it where strangers call.
    /// </summary>
    public bool IsCallerTrusted { get; set; } = true;

    /// <summary>
    /// Whether each call of a grain has a span of its own on both sides, if its trace is recorded. Default false: what
    /// is asked of aggregates, sagas and subscriptions has spans without it, in the trace of the caller, and Orleans
    /// spends about 2 µs on every call, recorded or not, once anything looks at calls.
    /// </summary>
    public bool CallSpans { get; set; }

    /// <summary>Activity sources beside those of Orchestrix, Orleans, Npgsql and ASP.NET.</summary>
    public IList<string> Sources { get; } = [];
}
