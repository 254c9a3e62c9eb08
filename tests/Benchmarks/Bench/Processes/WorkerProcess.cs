using System.Text.Json;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Processes;

/// <summary>One system under test, in a process of its own. Frozen except while it is measured.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    // Beyond the load itself: the last answers, and forgetting a hundred thousand grains.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(60);

    private readonly string _name;
    private readonly string _logFile;
    private readonly GuardedProcess _process;

    private WorkerProcess(string name, string logFile, GuardedProcess process) =>
        (_name, _logFile, _process) = (name, logFile, process);

    /// <exception cref="WorkerFailedException">It does not become ready.</exception>
    public static async Task<WorkerProcess> StartAsync(
        string name, string assembly, string connectionString, string logFile, CancellationToken cancellationToken)
    {
        var process = await GuardedProcess.StartAsync(
            Programs.Dotnet(assembly, "worker", name), Programs.Environments(connectionString), logFile);
        var worker = new WorkerProcess(name, logFile, process);
        try
        {
            await worker.ExpectAsync(Worker.Ready, StartTimeout, cancellationToken);
            return worker;
        }
        catch
        {
            process.Kill();
            await process.DisposeAsync();
            throw;
        }
    }

    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    /// <param name="scenario">What to measure.</param>
    /// <param name="measuring">Called when the clock has started.</param>
    /// <param name="measured">Called when the clock has stopped.</param>
    /// <param name="cancellationToken">Ends the wait; the worker is of no use afterwards.</param>
    /// <exception cref="WorkerFailedException">It ended, hung, or said something else.</exception>
    public async Task<Measurement> MeasureAsync(
        Scenario scenario, Func<Task> measuring, Func<Task> measured, CancellationToken cancellationToken)
    {
        await _process.Input.WriteLineAsync(JsonSerializer.Serialize(scenario, Worker.Json));
        await _process.Input.FlushAsync(cancellationToken);
        await ExpectAsync(Worker.Measuring, TimeSpan.FromSeconds(scenario.WarmupSeconds) + Slack, cancellationToken);
        await measuring();
        await ExpectAsync(Worker.Measured, TimeSpan.FromSeconds(scenario.Seconds) + Slack, cancellationToken);
        await measured();
        var line = await ReadLineAsync(Slack, cancellationToken);
        return JsonSerializer.Deserialize<Measurement>(line, Worker.Json)!;
    }

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    /// <summary>For a worker that failed: nothing is awaited of it.</summary>
    public void Kill() => _process.Kill();

    private async Task ExpectAsync(string expected, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var line = await ReadLineAsync(timeout, cancellationToken);
        if (line != expected)
            throw new WorkerFailedException($"{_name} said `{line}` instead of `{expected}`; see {_logFile}.");
    }

    private async Task<string> ReadLineAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await _process.Output.ReadLineAsync(cancellationToken).AsTask().WaitAsync(timeout, cancellationToken)
                ?? throw new WorkerFailedException($"{_name} ended; see {_logFile}.");
        }
        catch (TimeoutException exception)
        {
            throw new WorkerFailedException($"{_name} was silent for {timeout}; see {_logFile}.", exception);
        }
    }
}
