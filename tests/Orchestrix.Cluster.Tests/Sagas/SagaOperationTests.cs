using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Aggregates;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.DeadLetters;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Sagas;
using Orleans.Hosting;

namespace Orchestrix.Cluster.Tests.Sagas;

/// <summary>Sagas that need somebody: the reminder of a watchdog, or a person.</summary>
public sealed class SagaOperationTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly InMemoryEventStore _store = new();
    private readonly string _key = Guid.NewGuid().ToString("N");
    private TestSilo? _silo;

    private TestSilo Silo => _silo ?? throw new InvalidOperationException("No silo was started.");

    private IErrandGrain Errand => Silo.Grains.GetGrain<IErrandGrain>(_key);

    private StreamId Stream => StreamId.For("errand", _key);

    private IDeadLettersGrain Letters => Silo.Grains.GetGrain<IDeadLettersGrain>(0);

    private ISagasGrain Sagas => Silo.Grains.GetGrain<ISagasGrain>(0);

    [Fact]
    public async Task A_watchdog_that_only_its_reminder_wakes_brings_back_a_lost_saga()
    {
        _silo = await SagaSilo.StartAsync(
            _store,
            // The silo looks once, when it starts, and not again within this test.
            static options => (options.ScanPeriod, options.ReminderPeriod) =
                (TimeSpan.FromHours(1), TimeSpan.FromSeconds(1)),
            static silo => silo.UseInMemoryReminderService().Configure<ReminderOptions>(
                static options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100)),
            new ErrandSaga());
        await Silo.Grains.GetGrain<IPurseGrain>("from").Put(new Put(100));
        var isLost = false;
        Silo.Store.AfterAppend = results =>
        {
            if (isLost || results[0].Stream != Stream)
                return Task.CompletedTask;
            isLost = true;
            throw new UncertainOutcomeException(Stream, results[0].CommitId, null);
        };

        await Assert.ThrowsAsync<UncertainOutcomeException>(() => Errand.StartAsync(new Errand("from", "to", 30)));
        // The log is asked, for a call would bring the saga back too.
        await Until.TrueAsync(async () => (await Sagas.FindAsync(Stream))!.View.Status == SagaStatus.Completed);

        Assert.Equal(32, (await Silo.Services.GetRequiredService<IReminderTable>().ReadRows(0, 0)).Reminders.Count);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
    }
}
