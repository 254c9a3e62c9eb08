using Orchestrix.Benchmarks.Baselines;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>pgbench, which is a new process for each measurement.</summary>
internal sealed class PgbenchSystem(Pgbench pgbench) : ISystem
{
    public Task<Measurement> MeasureAsync(
        Scenario scenario, Func<Task> measuring, Func<Task> measured, CancellationToken cancellationToken) =>
        pgbench.MeasureAsync(scenario, measuring, measured, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
