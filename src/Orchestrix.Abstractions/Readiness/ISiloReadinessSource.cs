namespace Orchestrix.Readiness;

/// <summary>
/// A part of each process that can measure itself, and may be well in one and not in another: settings, logs, traces.
/// All silos run those that they have, and so do clients with AddOrchestrixObservability; the worst result counts.
/// </summary>
public interface ISiloReadinessSource : IReadinessSource;
