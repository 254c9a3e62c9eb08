namespace Orchestrix.Benchmarks.Workers;

/// <summary>Which streams the callers write to.</summary>
public enum ScenarioKind
{
    /// <summary>Each caller has a stream of its own, which is in memory after the warm-up.</summary>
    Hot,

    /// <summary>As <see cref="Hot"/>, and each stream has <see cref="Scenario.AgedStream"/> events already.</summary>
    HotAged,

    /// <summary>Each command starts a new stream.</summary>
    Cold,

    /// <summary>All callers write to one stream.</summary>
    OneStream,
}
