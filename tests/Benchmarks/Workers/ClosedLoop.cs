using System.Diagnostics;
using HdrHistogram;

namespace Orchestrix.Benchmarks.Workers;

/// <summary>Callers that send a command, wait for its answer, and send the next.</summary>
internal sealed class ClosedLoop(IWorkload workload, Scenario scenario)
{
    // Unique over all runs of the process, so that no command is a repeat and no cold stream is a known one.
    private static long _nextStream;

    // Of the commands that make a stream long: few enough to be sent in a moment, small enough for every system.
    private const int EventsAtOnce = 50;

    private readonly string _run = Guid.NewGuid().ToString("N")[..12];
    private readonly LongConcurrentHistogram _latency = new(1, (long)TimeSpan.FromMinutes(2).TotalMicroseconds, 3);
    private long _commands;
    private long _failed;
    private string? _firstFailure;
    private volatile bool _isMeasuring;
    private volatile bool _isOver;

    /// <param name="measuring">Called just before the clock starts.</param>
    /// <param name="measured">Called as soon as the clock has stopped, while late answers are still awaited.</param>
    public async Task<Measurement> RunAsync(Func<Task> measuring, Func<Task> measured)
    {
        if (scenario.Kind == ScenarioKind.HotAged)
            await Task.WhenAll(OfEachCaller(FillAsync));
        var callers = OfEachCaller(CallAsync);
        await PassAsync(scenario.WarmupSeconds);
        var before = await ReadUsageAsync();
        await measuring();
        var started = Stopwatch.GetTimestamp();
        _isMeasuring = true;
        await PassAsync(scenario.Seconds);
        _isMeasuring = false;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var behind = workload.EventsBehind;
        await measured();
        var after = await ReadUsageAsync();
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
            CpuSeconds = after.CpuSeconds - before.CpuSeconds,
            AllocatedBytes = after.AllocatedBytes - before.AllocatedBytes,
            RssBytes = after.RssBytes,
            EventsBehind = behind,
        };
        _isOver = true;
        await Task.WhenAll(callers);
        return result;
    }

    private async Task<Usage> ReadUsageAsync() =>
        Usage.OfThisProcess().Plus(await workload.ReadOtherUsageAsync());

    private static async Task PassAsync(double seconds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Max(seconds, 0.001)));
        await timer.WaitForNextTickAsync();
    }

    private Task[] OfEachCaller(Func<int, Task> act) =>
        [.. Enumerable.Range(0, scenario.Callers).Select(caller => Task.Run(() => act(caller)))];

    private string StreamOf(int caller) => scenario.Kind == ScenarioKind.OneStream
        ? $"one-{scenario.Streams ?? _run}" : $"hot-{scenario.Streams ?? _run}-{caller}";

    private async Task FillAsync(int caller)
    {
        for (var events = 0; events < Scenario.AgedStream; events += EventsAtOnce)
            await workload.ExecuteAsync(StreamOf(caller), $"{_run}-{caller}-fill-{events}", EventsAtOnce);
    }

    private async Task CallAsync(int caller)
    {
        var streams = scenario.Streams ?? _run;
        var own = StreamOf(caller);
        for (long number = 0; !_isOver; number++)
        {
            var stream = scenario.Kind == ScenarioKind.Cold
                ? $"cold-{streams}-{Interlocked.Increment(ref _nextStream)}" : own;
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
