using System.Diagnostics;
using HdrHistogram;

namespace Orchestrix.Benchmarks.Workers;

/// <summary>Callers that send a command, wait for its answer, and send the next.</summary>
internal sealed class ClosedLoop(IWorkload workload, Scenario scenario)
{
    // Unique over all runs of the process, so that no command is a repeat and no cold stream is a known one.
    private static long _nextStream;

    private readonly string _run = Guid.NewGuid().ToString("N")[..12];
    private readonly LongConcurrentHistogram _latency = new(1, (long)TimeSpan.FromMinutes(2).TotalMicroseconds, 3);
    private long _commands;
    private long _failed;
    private string? _firstFailure;
    private volatile bool _isMeasuring;
    private volatile bool _isOver;

    /// <param name="measuring">Called when the warm-up is over.</param>
    public async Task<Measurement> RunAsync(Func<Task> measuring)
    {
        var callers = new Task[scenario.Callers];
        for (var index = 0; index < callers.Length; index++)
        {
            var caller = index;
            callers[index] = Task.Run(() => CallAsync(caller));
        }
        var stopwatch = new Stopwatch();
        await PassAsync(scenario.WarmupSeconds);
        await measuring();
        using var process = Process.GetCurrentProcess();
        var (cpu, allocated) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes());
        stopwatch.Start();
        _isMeasuring = true;
        await PassAsync(scenario.Seconds);
        _isMeasuring = false;
        var seconds = stopwatch.Elapsed.TotalSeconds;
        process.Refresh();
        var result = new Measurement
        {
            Commands = Interlocked.Read(ref _commands),
            Failed = Interlocked.Read(ref _failed),
            FirstFailure = _firstFailure,
            Seconds = seconds,
            P50Ms = Milliseconds(50),
            P95Ms = Milliseconds(95),
            P99Ms = Milliseconds(99),
            MaxMs = Milliseconds(100),
            CpuSeconds = (process.TotalProcessorTime - cpu).TotalSeconds,
            AllocatedBytes = GC.GetTotalAllocatedBytes() - allocated,
            RssBytes = process.WorkingSet64,
        };
        _isOver = true;
        await Task.WhenAll(callers);
        return result;
    }

    private static async Task PassAsync(double seconds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Max(seconds, 0.001)));
        await timer.WaitForNextTickAsync();
    }

    private async Task CallAsync(int caller)
    {
        var own = scenario.Kind == ScenarioKind.OneStream ? "one" : $"hot-{caller}";
        for (long number = 0; !_isOver; number++)
        {
            var stream = scenario.Kind == ScenarioKind.Cold
                ? $"cold-{_run}-{Interlocked.Increment(ref _nextStream)}" : own;
            var started = Stopwatch.GetTimestamp();
            try
            {
                await workload.ExecuteAsync(stream, $"{_run}-{caller}-{number}", scenario.Events);
            }
            // A failed command is counted and shown, and the load goes on: a benchmark that stops hides the rate.
            catch (Exception exception)
            {
                if (_isMeasuring)
                    Interlocked.Increment(ref _failed);
                Interlocked.CompareExchange(ref _firstFailure, exception.Message, null);
                continue;
            }
            if (!_isMeasuring)
                continue;
            Interlocked.Increment(ref _commands);
            _latency.RecordValue((long)Math.Max(1, Stopwatch.GetElapsedTime(started).TotalMicroseconds));
        }
    }

    private double Milliseconds(double percentile) => _latency.GetValueAtPercentile(percentile) / 1000.0;
}
