namespace Orchestrix.Observability.Metrics;

/// <summary>Which metrics are exported, and where. Configuration section <c>Observability:Metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>
    /// What the names of Orchestrix' own metrics begin with: letters, digits and underscores. Default
    /// <c>orchestrix</c>. The dashboards and rules in <c>deploy</c> are written for the default.
    /// </summary>
    public string Namespace { get; set; } = "orchestrix";

    /// <summary>Where they are served. Default <c>/metrics</c>; empty serves none.</summary>
    public string Path { get; set; } = "/metrics";

    /// <summary>
    /// The only local port on which they are served; the host must listen on it. Default null: on every port of the
    /// host, so set it where the host's other ports are open to strangers.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>
    /// Most series of one metric and meter; default 1,000. What comes beyond is kept together in one series with the
    /// label <c>otel_metric_overflow="true"</c> and counted by <c>orchestrix_metrics_overflow_total</c>.
    /// </summary>
    public int MaxSeriesPerMetric { get; set; } = 1_000;

    /// <summary>
    /// Meters that are exported: names, or their beginnings followed by <c>*</c>. To those of Orchestrix, Orleans,
    /// Npgsql, .NET's runtime and ASP.NET a host adds its own.
    /// </summary>
    public IList<string> Meters { get; } =
    [
        "Orchestrix", "Microsoft.Orleans", "Npgsql", "System.Runtime", "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Diagnostics",
    ];

    internal bool Includes(string meter) => Meters.Any(one => one.EndsWith('*')
        ? meter.StartsWith(one[..^1], StringComparison.Ordinal)
        : meter == one);
}
