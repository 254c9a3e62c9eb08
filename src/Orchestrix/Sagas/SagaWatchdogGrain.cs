using Microsoft.Extensions.Logging;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>
/// Wakes the overdue sagas of one bucket. Every silo calls it again and again, so that it needs neither a timer nor a
/// reminder of its own: as long as one silo lives, somebody calls.
/// </summary>
[GrainType("saga-watchdog")]
internal sealed class SagaWatchdogGrain(ISagaIndex index, SagaServices services) : Grain, ISagaWatchdogGrain
{
    private readonly SagaOptions _options = services.Options;
    private Dictionary<StreamId, Woken> _woken = [];
    private long? _scannedAt;

    /// <inheritdoc/>
    public async Task ScanAsync()
    {
        if (_scannedAt is { } last && services.Time.GetElapsedTime(last) < _options.ScanPeriod)
            return;
        _scannedAt = services.Time.GetTimestamp();
        var bucket = (int)this.GetPrimaryKeyLong();
        try
        {
            var now = services.Time.GetUtcNow();
            var woken = new Dictionary<StreamId, Woken>();
            for (DueSaga? after = null; ;)
            {
                var page = await index.FindDueAsync(bucket, now, after, _options.ScanPageSize);
                await WakeAsync(page, woken);
                if (page.Count < _options.ScanPageSize)
                    break;
                after = page[^1];
            }
            // What is no longer overdue is forgotten with the old dictionary.
            _woken = woken;
        }
        // The next scan is soon; until then the sagas that are active go on by themselves.
        catch (Exception exception)
        {
            Log.ScanFailed(services.Logger, exception, bucket);
        }
    }

    private async Task WakeAsync(IReadOnlyList<DueSaga> due, Dictionary<StreamId, Woken> woken)
    {
        foreach (var chunk in due.Where(saga => IsTime(saga, woken)).ToArray().Chunk(_options.ScanConcurrency))
            await Task.WhenAll(chunk.Select(WakeAsync));
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

    private async Task WakeAsync(DueSaga due)
    {
        try
        {
            await GrainFactory
                .GetGrain<ISagaGrain>(GrainId.Create(due.Saga.GrainType, due.Saga.Key))
                .WakeAsync();
        }
        // One saga that cannot be loaded must not keep the others asleep.
        catch (Exception exception)
        {
            Log.WakeFailed(services.Logger, exception, due.Saga);
        }
    }

    private sealed record Woken(DateTimeOffset DueAt, long At, TimeSpan Pause);
}
