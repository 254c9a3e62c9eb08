namespace Orchestrix.Observability.Readiness;

/// <summary>
/// Stands between the console, which the canary needs to log, and the canary, which the console must not need.
/// </summary>
internal sealed class LogCanaryEar
{
    /// <summary>The last line of <see cref="LogCanary.Category"/> that the console has written.</summary>
    public string? Heard { get; set; }
}
