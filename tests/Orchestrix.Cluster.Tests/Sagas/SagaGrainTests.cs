using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Aggregates;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Sagas;

namespace Orchestrix.Cluster.Tests.Sagas;

/// <summary>Sagas as grains of a real silo.</summary>
public sealed class SagaGrainTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly InMemoryEventStore _store = new();
    private readonly string _key = Guid.NewGuid().ToString("N");
    private TestSilo _silo = null!;

    private IErrandGrain Errand => _silo.Grains.GetGrain<IErrandGrain>(_key);

    private StreamId Stream => StreamId.For("errand", _key);

    public async ValueTask InitializeAsync()
    {
        _silo = await StartAsync(new ErrandSaga(1));
        await Purse("from").Put(new Put(100));
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_saga_is_acknowledged_when_it_is_durable_and_completes_afterwards()
    {
        var started = await Errand.StartAsync(Order(30));
        Assert.Equal((SagaStatus.Running, 2L), (started.Reply!.Status, started.Version));

        var ended = await Errand.WhenEndedAsync(Patience);

        Assert.Equal(SagaStatus.Completed, ended.Status);
        Assert.Equal((70, 30), (await CoinsAsync("from"), await CoinsAsync("to")));
        Assert.Equal(3, await CommitsAsync());
    }

    [Fact]
    public async Task A_refusal_of_a_participant_ends_the_saga_compensated()
    {
        await Errand.StartAsync(Order(1000));

        var ended = await Errand.WhenEndedAsync(Patience);

        Assert.Equal((SagaStatus.Compensated, "purse.too-light"), (ended.Status, ended.ReasonCode));
        Assert.Equal(100, await CoinsAsync("from"));
    }

    [Fact]
    public async Task Starting_again_is_a_repeat_and_with_other_data_an_error()
    {
        await Errand.StartAsync(Order(30));
        await Errand.WhenEndedAsync(Patience);

        Assert.True((await Errand.StartAsync(Order(30))).IsRepeat);
        await Assert.ThrowsAsync<CommandIdReusedException>(() => Errand.StartAsync(Order(31)));
        Assert.Equal(30, await CoinsAsync("to"));
    }

    [Fact]
    public async Task A_repeated_start_is_answered_once_the_saga_cannot_be_lost()
    {
        await Errand.StartAsync(Order(30));
        await Errand.WhenEndedAsync(Patience);
        _silo.Store.BeforeConfirm = static () =>
            throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "The standby is away.");

        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => Errand.StartAsync(Order(30)));

        _silo.Store.BeforeConfirm = null;
        Assert.True((await Errand.StartAsync(Order(30))).IsRepeat);
    }

    [Fact]
    public async Task A_message_for_a_saga_that_has_ended_is_harmless_and_counted()
    {
        var ignored = 0L;
        var meters = _silo.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters)
                    && instrument.Name == "orchestrix.saga.messages_ignored")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref ignored, count));
        listener.Start();
        await Errand.StartAsync(Order(30));
        var ended = await Errand.WhenEndedAsync(Patience);

        Assert.Equal(SagaSignalStatus.Ignored, await Errand.SignalAsync(new SagaMessage("m", "go")));

        Assert.Equal(1, Interlocked.Read(ref ignored));
        Assert.Equal(ended.Version, (await Errand.GetAsync()).Version);
    }

    [Fact]
    public async Task An_activation_that_is_lost_in_the_middle_is_brought_back_by_the_watchdog()
    {
        var isLost = false;
        _silo.Store.AfterAppend = results =>
        {
            if (isLost || results[0].Stream != Stream)
                return Task.CompletedTask;
            isLost = true;
            throw new UncertainOutcomeException(Stream, results[0].CommitId, null);
        };

        await Assert.ThrowsAsync<UncertainOutcomeException>(() => Errand.StartAsync(Order(30)));
        await Until.TrueAsync(async () => await CoinsAsync("to") == 30);

        Assert.Equal(SagaStatus.Completed, (await Errand.WhenEndedAsync(Patience)).Status);
        Assert.Equal(70, await CoinsAsync("from"));
    }

    [Fact]
    public async Task Running_sagas_keep_their_definition_over_a_deployment_and_new_ones_take_the_new_one()
    {
        await _silo.DisposeAsync();
        _silo = await StartAsync(new ErrandSaga(1), new ErrandSaga(2));
        await Errand.StartAsync(Order(30));
        await Until.TrueAsync(async () => (await Errand.GetAsync()).Steps.Count == 2);

        await _silo.DisposeAsync();
        _silo = await StartAsync(new ErrandSaga(2), new ErrandSaga(3));
        Assert.Equal(SagaStepStatus.Waiting, (await Errand.GetAsync()).Steps[1].Status);
        await Errand.SignalAsync(new SagaMessage("m", "go"));
        var ended = await Errand.WhenEndedAsync(Patience);

        Assert.Equal((SagaStatus.Completed, 2), (ended.Status, ended.DefinitionVersion));
    }

    [Fact]
    public async Task A_saga_whose_definition_is_gone_is_parked_until_it_is_back()
    {
        await _silo.DisposeAsync();
        _silo = await StartAsync(new ErrandSaga(2));
        await Errand.StartAsync(Order(30));
        await Until.TrueAsync(async () => (await Errand.GetAsync()).Steps.Count == 2);

        await _silo.DisposeAsync();
        _silo = await StartAsync(new ErrandSaga(3));
        await Until.TrueAsync(async () => (await Errand.GetAsync()).Status == SagaStatus.Parked);
        Assert.Equal(SagaRefusals.VersionNotRegistered, (await Errand.GetAsync()).ReasonCode);
        await _silo.DisposeAsync();
        _silo = await StartAsync(new ErrandSaga(2), new ErrandSaga(3));
        await Errand.SignalAsync(new SagaMessage("m", "go"));

        Assert.Equal(SagaStatus.Completed, (await Errand.WhenEndedAsync(Patience)).Status);
    }

    [Fact]
    public async Task Two_clusters_that_drive_one_saga_do_nothing_twice()
    {
        await using var other = await StartAsync(new ErrandSaga(1));
        for (var round = 0; round < 10; round++)
        {
            var key = $"{_key}-{round}";
            await Task.WhenAll(new[] { _silo, other }.Select(async silo =>
            {
                try
                {
                    await silo.Grains.GetGrain<IErrandGrain>(key).StartAsync(Order(1));
                }
                catch (Exception exception) when (exception is ConcurrencyException or OperationCanceledException)
                {
                    // The other cluster was faster; or had been, and this activation is about to end.
                }
            }));
        }
        await Until.TrueAsync(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(round =>
                _silo.Grains.GetGrain<IErrandGrain>($"{_key}-{round}").WakeAsync()));
            return await SumAsync("purse/to") == 10;
        });

        Assert.Equal(90, await SumAsync("purse/from"));
    }

    [Fact]
    public async Task A_definition_that_cannot_work_stops_the_silo()
    {
        var twice = await Assert.ThrowsAsync<ConfigurationException>(() =>
            StartAsync(new ErrandSaga(1), new ErrandSaga(1)));

        Assert.Contains("registered twice", twice.Message, StringComparison.Ordinal);
    }

    private Task<TestSilo> StartAsync(params Saga[] sagas) => SagaSilo.StartAsync(_store, sagas);

    private static Errand Order(int coins) => new("from", "to", coins);

    private IPurseGrain Purse(string key) => _silo.Grains.GetGrain<IPurseGrain>(key);

    private async Task<int> CoinsAsync(string purse) => (await Purse(purse).Put(new Put(0))).Reply;

    private async Task<int> CommitsAsync() =>
        await _store.ReadStreamAsync(Stream, StreamRead.Forwards()).Select(one => one.CommitId).Distinct().CountAsync();

    /// <summary>What the log says, which two clusters share; their activations may be behind it.</summary>
    private async Task<int> SumAsync(string stream) =>
        await _store.ReadStreamAsync(StreamId.Parse(stream), StreamRead.Forwards()).Select(static one =>
        {
            var coins = System.Text.Json.JsonElement.Parse(one.Json.Span).GetProperty("coins").GetInt32();
            return one.EventType == "purse.filled" ? coins : -coins;
        }).SumAsync();
}
