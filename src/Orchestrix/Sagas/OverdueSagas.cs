using Microsoft.Extensions.Logging;
using Orchestrix.Events;
using Orleans.Runtime;

namespace Orchestrix.Sagas;

/// <summary>
/// Wakes what scans of one bucket find overdue, a limited number at the same time. A saga that was woken and is still
/// overdue for the same reason is left alone for a while, each time for longer. Runs on one scheduler.
/// </summary>
internal sealed class OverdueSagas(
    Func<StreamId, Task> wake, SagaOptions options, TimeProvider time, ILogger logger)
{
    private Dictionary<StreamId, Woken> _before = [];
    private Dictionary<StreamId, Woken> _now = [];

    /// <summary>Begins a scan.</summary>
    public void Begin() => _now = [];

    /// <summary>Wakes those of one page whose time it is, and waits until each has answered or failed.</summary>
    public Task WakeAsync(IReadOnlyList<DueSaga> page)
    {
        var waiting = new Queue<DueSaga>(page.Where(IsTime));
        return Task.WhenAll(Enumerable.Range(0, options.ScanConcurrency).Select(_ => WakeNextAsync()));

        // One that does not answer takes one place, and the others go on.
        async Task WakeNextAsync()
        {
            while (waiting.TryDequeue(out var saga))
                await WakeAsync(saga.Saga);
        }
    }

    /// <summary>Ends a scan that has seen all: what is no longer overdue is forgotten.</summary>
    public void End() => _before = _now;

    private bool IsTime(DueSaga saga)
    {
        if (!_before.TryGetValue(saga.Saga, out var last) || last.DueAt != saga.DueAt)
            last = new Woken(saga.DueAt, time.GetTimestamp(), TimeSpan.Zero);
        var isTime = last.Pause == TimeSpan.Zero || time.GetElapsedTime(last.At) >= last.Pause;
        _now[saga.Saga] = isTime ? new Woken(saga.DueAt, time.GetTimestamp(), Longer(last.Pause)) : last;
        return isTime;
    }

    private TimeSpan Longer(TimeSpan pause) =>
        pause == TimeSpan.Zero ? options.WatchAfter
        : pause * 2 > options.MaxWakeInterval ? options.MaxWakeInterval : pause * 2;

    private async Task WakeAsync(StreamId saga)
    {
        try
        {
            await wake(saga);
        }
        // Its silo is lost, or on the way to be: it was not woken, and the next scan finds it on another one.
        catch (Exception exception)
            when (exception is SiloUnavailableException or OrleansMessageRejectionException or TimeoutException)
        {
            _now.Remove(saga);
            Log.WakeFailed(logger, exception, saga);
        }
        // One saga that cannot be loaded must not keep the others asleep.
        catch (Exception exception)
        {
            Log.WakeFailed(logger, exception, saga);
        }
    }

    private sealed record Woken(DateTimeOffset DueAt, long At, TimeSpan Pause);
}
