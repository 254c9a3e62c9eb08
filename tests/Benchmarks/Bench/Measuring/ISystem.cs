using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>A system that is ready to be measured, and idle between measurements.</summary>
internal interface ISystem : IAsyncDisposable
{
    /// <param name="scenario">The load.</param>
    /// <param name="measuring">Called when the clock has started.</param>
    /// <param name="measured">Called when the clock has stopped.</param>
    /// <param name="cancellationToken">Ends the wait; the system is of no use afterwards.</param>
    Task<Measurement> MeasureAsync(
        Scenario scenario, Func<Task> measuring, Func<Task> measured, CancellationToken cancellationToken);
}
