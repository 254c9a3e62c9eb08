using Orchestrix.Readiness;
using static Orchestrix.Readiness.CheckSeverity;
using static Orchestrix.Readiness.ReadinessProfile;

namespace Orchestrix.Observability.Readiness;

/// <summary>What is asked of the logs and traces of each silo.</summary>
internal static class ObservabilityChecks
{
    public static readonly ReadinessCheck Logs = new(
        "observability.logs", "Logs are lines of JSON", Minor, Staging,
        "Text in free form cannot be searched by what it is about, and a value can pretend to be a line. A message is "
        + "logged, and what the console wrote is read.",
        "Leave Observability:Logging:Json as it is outside Development, and add no other log provider.");

    public static readonly ReadinessCheck Redaction = new(
        "observability.redaction", "Nothing about people reaches logs and traces", Critical, Staging,
        "Logs and traces are read by more people than events are, and kept elsewhere. A secret is logged as a key, a "
        + "path and an exception, and put on a span; it must come out of none.",
        "Add logs and traces by AddOrchestrixObservability, and no other exporter beside it.");

    public static readonly ReadinessCheck Traces = new(
        "observability.traces", "Traces leave", Major, Production,
        "When a command is slow, its trace says where. A span is made as commands make them, and sent to the "
        + "collector, which must acknowledge it.",
        "Set Observability:Tracing:OtlpEndpoint, and see that the collector takes OTLP there.");

    public static readonly IReadOnlyList<ReadinessCheck> All = [Logs, Redaction, Traces];
}
