namespace Bank.Cli.Demo;

/// <summary>Where the hosts of the demo send their traces: they have the environment of this program.</summary>
internal static class TraceTarget
{
    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT", "Observability__Tracing__OtlpEndpoint",
        "Observability__Tracing__JaegerHost",
    ];

    /// <summary>In words, for a person.</summary>
    /// <param name="environment">Reads a variable.</param>
    public static string Describe(Func<string, string?> environment)
    {
        if (environment("OTEL_SDK_DISABLED") is "true" || environment("OTEL_TRACES_EXPORTER") is "none")
            return "switched off by OTEL_SDK_DISABLED or OTEL_TRACES_EXPORTER";
        return Endpoints.FirstOrDefault(name => !string.IsNullOrEmpty(environment(name))) is { } set
            ? $"to {environment(set)}, by {set}"
            : "nowhere; OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317 sends them to a Jaeger on this machine";
    }
}
