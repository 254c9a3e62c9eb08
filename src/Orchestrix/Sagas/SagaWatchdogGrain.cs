using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orleans.Runtime;

namespace Orchestrix.Sagas;

/// <summary>
/// Wakes the overdue sagas of one bucket. Every silo calls it again and again; should no silo do so, its reminder
/// brings it to look by itself. There is one reminder for each bucket, not for each saga.
/// </summary>
[GrainType("saga-watchdog")]
internal sealed class SagaWatchdogGrain(ISagaIndex index, SagaServices services)
    : Grain, ISagaWatchdogGrain, IRemindable
{
    private const string Reminder = "watch";

    private readonly SagaOptions _options = services.Options;
    private Dictionary<StreamId, Woken> _woken = [];
    private long? _scannedAt;
    private SagaLetters? _letters;
    private bool _isReminded;

    private int Bucket => (int)this.GetPrimaryKeyLong();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Letters are few, and one watchdog is enough for those of all buckets.
        if (Bucket == 0 && ServiceProvider.GetService<IDeadLetterStore>() is { } letters)
            _letters = new SagaLetters(letters, GrainFactory, services);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ScanAsync() =>
        _scannedAt is { } last && services.Time.GetElapsedTime(last) < _options.ScanPeriod
            ? Task.CompletedTask
            : LookAsync();

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _isReminded = true;
        return LookAsync();
    }

    private async Task LookAsync()
    {
        _scannedAt = services.Time.GetTimestamp();
        try
        {
            await RemindAsync();
            var now = services.Time.GetUtcNow();
            var woken = new Dictionary<StreamId, Woken>();
            for (DueSaga? after = null; ;)
            {
                var page = await index.FindDueAsync(Bucket, now, after, _options.ScanPageSize);
                await WakeAsync(page, woken);
                if (page.Count < _options.ScanPageSize)
                    break;
                after = page[^1];
            }
            // What is no longer overdue is forgotten with the old dictionary.
            _woken = woken;
            if (_letters is not null)
                await _letters.ReplayAsync();
        }
        // The next scan is soon; until then the sagas that are active go on by themselves.
        catch (Exception exception)
        {
            Log.ScanFailed(services.Logger, exception, Bucket);
        }
    }

    /// <summary>Once for each activation; a silo without a reminder service goes without.</summary>
    private async Task RemindAsync()
    {
        if (_isReminded || ServiceProvider.GetService<IReminderTable>() is null)
            return;
        try
        {
            await this.RegisterOrUpdateReminder(Reminder, _options.ReminderPeriod, _options.ReminderPeriod);
            _isReminded = true;
        }
        // The net below the scans is not ready, as while a silo starts: the scan goes on, and the next one tries again.
        catch (Exception exception)
        {
            Log.ReminderFailed(services.Logger, exception, Bucket);
        }
    }

    private async Task WakeAsync(IReadOnlyList<DueSaga> due, Dictionary<StreamId, Woken> woken)
    {
        foreach (var chunk in due.Where(saga => IsTime(saga, woken)).ToArray().Chunk(_options.ScanConcurrency))
            await Task.WhenAll(chunk.Select(saga => WakeAsync(saga, woken)));
    }

    /// <summary>One that was woken for the same due time is left alone for a while, each time for longer.</summary>
    private bool IsTime(DueSaga saga, Dictionary<StreamId, Woken> woken)
    {
        if (!_woken.TryGetValue(saga.Saga, out var before) || before.DueAt != saga.DueAt)
            before = new Woken(saga.DueAt, services.Time.GetTimestamp(), TimeSpan.Zero);
        var isTime = before.Pause == TimeSpan.Zero || services.Time.GetElapsedTime(before.At) >= before.Pause;
        woken[saga.Saga] = isTime
            ? new Woken(saga.DueAt, services.Time.GetTimestamp(), Longer(before.Pause))
            : before;
        return isTime;
    }

    private TimeSpan Longer(TimeSpan pause) =>
        pause == TimeSpan.Zero ? _options.WatchAfter
        : pause * 2 > _options.MaxWakeInterval ? _options.MaxWakeInterval : pause * 2;

    private async Task WakeAsync(DueSaga due, Dictionary<StreamId, Woken> woken)
    {
        try
        {
            await GrainFactory
                .GetGrain<ISagaGrain>(GrainId.Create(due.Saga.GrainType, due.Saga.Key))
                .WakeAsync();
        }
        // Its silo is lost, or on the way to be: it was not woken, and the next scan finds it on another one.
        catch (Exception exception)
            when (exception is SiloUnavailableException or OrleansMessageRejectionException or TimeoutException)
        {
            woken.Remove(due.Saga);
            Log.WakeFailed(services.Logger, exception, due.Saga);
        }
        // One saga that cannot be loaded must not keep the others asleep.
        catch (Exception exception)
        {
            Log.WakeFailed(services.Logger, exception, due.Saga);
        }
    }

    private sealed record Woken(DateTimeOffset DueAt, long At, TimeSpan Pause);
}
