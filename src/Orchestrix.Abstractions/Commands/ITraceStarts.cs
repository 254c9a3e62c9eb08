using System.Diagnostics;

namespace Orchestrix.Commands;

/// <summary>
/// Decides about calls that are part of no trace: whether one begins here. Tracing registers it where a share of
/// traces is recorded, so that the others cost no span; without one every listener of the source is asked.
/// </summary>
public interface ITraceStarts
{
    /// <summary>Starts the first span of a trace.</summary>
    /// <param name="source">The source of the span.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The span; null if the trace is not to be recorded.</returns>
    Activity? Start(ActivitySource source, string name);
}
