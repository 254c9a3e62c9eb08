using Orchestrix.Observability.Logging;
using Orchestrix.Observability.Metrics;
using Orchestrix.Observability.Tracing;

namespace Orchestrix.Observability;

/// <summary>
/// What a host lets be seen of itself. Configuration section <see cref="Section"/>; every option has a default.
/// </summary>
public sealed class ObservabilityOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Observability";

    /// <summary>
    /// What traces call the program. Default: the host's application name. <c>OTEL_SERVICE_NAME</c> wins over it.
    /// </summary>
    public string ServiceName { get; set; } = "";

    /// <summary>Which metrics are exported, and where.</summary>
    public MetricsOptions Metrics { get; } = new();

    /// <summary>Where traces go.</summary>
    public TracingOptions Tracing { get; } = new();

    /// <summary>How logs are written.</summary>
    public LoggingOptions Logging { get; } = new();
}
