using System.Text;
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

    /// <summary>An event of a newer version: the stream can neither be folded nor be written.</summary>
    [Fact]
    public async Task A_saga_that_cannot_be_loaded_is_parked_for_everybody_to_see()
    {
        var at = TimeProvider.System.GetUtcNow();
        await AppendAsync(
            ("saga.started", $$"""{"definitionVersion":1,"data":{"from":"a","to":"b","coins":1},"at":"{{at:o}}"}"""),
            ("saga.step-intended",
                $$"""
                {"step":"take","attempt":1,"deadline":"{{at.AddHours(1):o}}","at":"{{at:o}}",
                "outlook":{"status":"Running","dueAt":"{{at:o}}"} }
                """));
        await AppendAsync(("saga.of-tomorrow", "{}"));
        _silo = await SagaSilo.StartAsync(
            _store, static options => options.MaxWakeInterval = options.WatchAfter, null, new ErrandSaga());

        await Until.TrueAsync(async () => (await Sagas.CountAsync()).Any(static count =>
            count is { SagaType: "errand", Status: SagaStatus.Parked, Count: 1 }));

        var parked = Assert.Single((await Sagas.ListAsync(SagaFilter.Everything, null, 10)).Sagas);
        Assert.Equal((Stream, SagaRefusals.CannotBeLoaded), (parked.Saga, parked.ReasonCode));
        var letter = Assert.Single((await Letters.ListAsync(DeadLetterFilter.Everything, null, 10)).Letters);
        Assert.Equal((DeadLetterKind.Saga, SagaRefusals.CannotBeLoaded), (letter.Kind, letter.Reason));
        Assert.Contains("saga.of-tomorrow", letter.Error, StringComparison.Ordinal);

        await Letters.DecideAsync(letter.Id, DeadLetterActKind.Replay, new DeadLetterDecision("ann", "try again"));
        await Until.TrueAsync(async () =>
            (await Letters.FindAsync(letter.Id))!.Acts.Any(static act => act.Kind == DeadLetterActKind.Refuse));
    }

    private async Task AppendAsync(params (string Type, string Json)[] events) => await _store.AppendAsync([new Commit
    {
        Stream = Stream,
        ExpectedVersion = ExpectedVersion.Any,
        CommitId = Guid.NewGuid(),
        Events =
        [
            .. events.Select(static one =>
                new EventData(Guid.NewGuid(), one.Type, 1, Encoding.UTF8.GetBytes(one.Json))),
        ],
    }]);

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
    }
}
