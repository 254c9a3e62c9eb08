using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

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
    private long? _scannedAt;
    private OverdueSagas _overdue = null!;
    private SagaLetters? _letters;
    private Task _reminding = Task.CompletedTask;
    private Task _replaying = Task.CompletedTask;
    private bool _isReminded;

    private int Bucket => (int)this.GetPrimaryKeyLong();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _overdue = new OverdueSagas(WakeAsync, ReportAsync, _options, services.Time, services.Logger);
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
        // Not awaited: while silos come and go the reminder service may be silent for long, and a scan must not wait.
        if (_reminding.IsCompleted)
            _reminding = RemindAsync();
        // Nor this: a saga that does not answer must not keep the overdue ones asleep.
        if (_letters is not null && _replaying.IsCompleted)
            _replaying = _letters.ReplayAsync();
        try
        {
            var now = services.Time.GetUtcNow();
            _overdue.Begin();
            for (DueSaga? after = null; ;)
            {
                var page = await index.FindDueAsync(Bucket, now, after, _options.ScanPageSize);
                await _overdue.WakeAsync(page);
                if (page.Count < _options.ScanPageSize)
                    break;
                after = page[^1];
            }
            _overdue.End();
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

    /// <summary>
    /// Where a saga was woken in vain, its definition or its events may not be known: another silo may know them.
    /// Without a hint, Orleans would prefer the same silo again and again.
    /// </summary>
    private async Task WakeAsync(StreamId saga, bool isAgain)
    {
        if (isAgain)
            RequestContext.Set(IPlacementDirector.PlacementHintKey, AnySilo());
        try
        {
            await GrainFactory.GetGrain<ISagaGrain>(GrainId.Create(saga.GrainType, saga.Key)).WakeAsync();
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }

    private SiloAddress AnySilo()
    {
        var active = ServiceProvider.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members.Values
            .Where(static member => member.Status == SiloStatus.Active).Select(static member => member.SiloAddress)
            .ToArray();
        return active.Length == 0
            ? ServiceProvider.GetRequiredService<ILocalSiloDetails>().SiloAddress
            : active[services.Random.Next(active.Length)];
    }

    private async Task ReportAsync(DueSaga saga, int tries, Exception exception)
    {
        var letter = new SagaLetter(
            SagaText.Clean($"{exception.GetType().Name}: {exception.Message}"), tries, CorrelationId: null);
        if (await index.ReportAsync(saga, services.Time.GetUtcNow(), letter))
            Log.CannotBeLoaded(services.Logger, exception, saga.Saga, tries);
    }
}
