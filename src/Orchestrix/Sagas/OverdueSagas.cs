using Microsoft.Extensions.Logging;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orleans.Runtime;

namespace Orchestrix.Sagas;

/// <summary>
/// Wakes what scans of one bucket find overdue, a limited number at the same time. A saga that was woken and is still
/// overdue for the same reason is left alone for a while, each time for longer. One that cannot be loaded is reported.
/// Runs on one scheduler.
/// </summary>
/// <param name="wake">Wakes a saga; true if it was woken in vain before.</param>
/// <param name="report">Tells of a saga that cannot be loaded, how often that was tried, and why.</param>
/// <param name="options">Paces and limits.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of what could not be woken.</param>
internal sealed class OverdueSagas(
    Func<StreamId, bool, Task> wake, Func<DueSaga, int, Exception, Task> report, SagaOptions options,
    TimeProvider time, ILogger logger)
{
    /// <summary>
    /// While a new version is deployed a silo may not know what another one has written: so many silos are tried.
    /// </summary>
    public const int FailuresUntilReport = 3;

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
                await WakeAsync(saga);
        }
    }

    /// <summary>Ends a scan that has seen all: what is no longer overdue is forgotten.</summary>
    public void End() => _before = _now;

    private bool IsTime(DueSaga saga)
    {
        if (!_before.TryGetValue(saga.Saga, out var last) || last.DueAt != saga.DueAt)
            last = new Woken(saga.DueAt, time.GetTimestamp(), TimeSpan.Zero, 0, 0);
        var isTime = last.Pause == TimeSpan.Zero || time.GetElapsedTime(last.At) >= last.Pause;
        _now[saga.Saga] = !isTime ? last : last with
        {
            At = time.GetTimestamp(),
            Pause = Longer(last.Pause),
            Tries = last.Tries + 1,
        };
        return isTime;
    }

    private TimeSpan Longer(TimeSpan pause) =>
        pause == TimeSpan.Zero ? options.WatchAfter
        : pause * 2 > options.MaxWakeInterval ? options.MaxWakeInterval : pause * 2;

    private async Task WakeAsync(DueSaga due)
    {
        var saga = due.Saga;
        try
        {
            await wake(saga, _now[saga].Tries > 1);
            _now[saga] = _now[saga] with { Failures = 0 };
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
            if (exception is not (EventStoreUnavailableException or OperationCanceledException))
                await CountAsync(due, exception);
        }
    }

    private async Task CountAsync(DueSaga due, Exception exception)
    {
        var woken = _now[due.Saga];
        _now[due.Saga] = woken = woken with { Failures = woken.Failures + 1 };
        if (woken.Failures < FailuresUntilReport)
            return;
        try
        {
            await report(due, woken.Failures, exception);
        }
        // It is reported again when it is woken again.
        catch (Exception failure)
        {
            Log.ReportFailed(logger, failure, due.Saga);
        }
    }

    private sealed record Woken(DateTimeOffset DueAt, long At, TimeSpan Pause, int Tries, int Failures);
}
