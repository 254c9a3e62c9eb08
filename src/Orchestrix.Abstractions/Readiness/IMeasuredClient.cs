namespace Orchestrix.Readiness;

/// <summary>A client that answers for its process: settings, logs and traces, as silos do.</summary>
[Alias("orchestrix.measured-client")]
public interface IMeasuredClient : IGrainObserver
{
    /// <summary>Runs the checks of its <see cref="ISiloReadinessSource"/>s.</summary>
    [Alias("check")]
    Task<IReadOnlyList<CheckResult>> CheckAsync(ReadinessProfile profile);
}
