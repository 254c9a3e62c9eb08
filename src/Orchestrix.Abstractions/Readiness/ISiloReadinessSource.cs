namespace Orchestrix.Readiness;

/// <summary>
/// A part of each silo that can measure itself, and may be well in one and not in another: settings, logs, traces. All
/// silos run it, and the worst result counts.
/// </summary>
public interface ISiloReadinessSource : IReadinessSource;
