using Orchestrix.Benchmarks.Processes;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>A worker that is frozen between measurements.</summary>
internal sealed class WorkerSystem : ISystem
{
    private readonly WorkerProcess _worker;

    private WorkerSystem(WorkerProcess worker) => _worker = worker;

    /// <summary>Starts a worker and lets it run until its code is compiled.</summary>
    public static async Task<WorkerSystem> StartAsync(
        string name, string assembly, string connectionString, string logFile, IEnumerable<Scenario> first,
        CancellationToken cancellationToken)
    {
        var system = new WorkerSystem(
            await WorkerProcess.StartAsync(name, assembly, connectionString, logFile, cancellationToken));
        try
        {
            foreach (var scenario in first)
            {
                await system.MeasureAsync(
                    scenario, static () => Task.CompletedTask, static () => Task.CompletedTask, cancellationToken);
            }
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public async Task<Measurement> MeasureAsync(
        Scenario scenario, Func<Task> measuring, Func<Task> measured, CancellationToken cancellationToken)
    {
        _worker.Thaw();
        try
        {
            var measurement = await _worker.MeasureAsync(scenario, measuring, measured, cancellationToken);
            _worker.Freeze();
            return measurement;
        }
        catch
        {
            _worker.Kill();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();
}
