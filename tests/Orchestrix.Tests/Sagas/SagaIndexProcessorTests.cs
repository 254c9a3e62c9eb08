using Microsoft.Extensions.Logging.Abstractions;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Sagas;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>When the index writes, and that nothing is lost if it is stopped while it does.</summary>
public sealed class SagaIndexProcessorTests : IDisposable
{
    private static readonly EventSerializer Serializer =
        new(new EventTypeRegistryBuilder().AddEvents(SagaEventsJson.Default).Build());

    private readonly VirtualTime _time = new();
    private readonly OrchestrixMetrics _metrics = new();
    private readonly InMemoryEventStore _store;
    private readonly RecordingIndex _index = new();
    private readonly SagaIndexProcessor _processor;

    public SagaIndexProcessorTests()
    {
        _store = new InMemoryEventStore(_time);
        var services = new SagaServices
        {
            Sagas = new SagaRegistry([]),
            Store = _store,
            Appender = null!,
            Serializer = Serializer,
            Json = EventJson.CreateOptions([]),
            Grains = new FakeGrains(),
            Time = _time,
            Metrics = _metrics,
            Options = new SagaOptions(),
            Logger = NullLogger.Instance,
        };
        _processor = new SagaIndexProcessor(
            _index, new InMemoryCheckpointStore(_store, _time), services,
            new SubscriptionPartition(SagaIndexProcessor.Subscription, 0, 1));
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Parts_are_gathered_for_a_while_and_written_as_one()
    {
        var owned = await _processor.AcquireAsync("me", default);

        Assert.Equal(0, await _processor.ProcessAsync(owned, await AppendAsync("order/1"), default));
        Assert.Equal(0, await _processor.ProcessAsync(owned, await AppendAsync("order/2"), default));
        Assert.Empty(_index.Applied);
        Assert.Equal(2, await _processor.FlushAsync(owned, default));

        var (from, to, sagas) = Assert.Single(_index.Applied);
        Assert.Equal((0, 2), (from, to));
        Assert.Equal(["order/1", "order/2"], sagas);
    }

    [Fact]
    public async Task What_a_write_that_was_cancelled_held_is_in_the_next_one()
    {
        var owned = await _processor.AcquireAsync("me", default);
        await _processor.ProcessAsync(owned, await AppendAsync("order/1"), default);
        _index.IsCancelled = true;
        await Assert.ThrowsAsync<OperationCanceledException>(() => _processor.FlushAsync(owned, default));

        _index.IsCancelled = false;
        await _processor.FlushAsync(owned, default);

        Assert.Equal(["order/1"], Assert.Single(_index.Applied).Sagas);
    }

    [Fact]
    public async Task A_new_owner_begins_at_the_checkpoint_with_nothing_gathered()
    {
        var owned = await _processor.AcquireAsync("me", default);
        await _processor.ProcessAsync(owned, await AppendAsync("order/1"), default);

        owned = await _processor.AcquireAsync("me again", default);

        Assert.Equal(0, await _processor.FlushAsync(owned, default));
        Assert.Empty(_index.Applied);
    }

    private async Task<LogPage> AppendAsync(string saga)
    {
        var after = await _store.ReadHeadAsync();
        await _store.AppendAsync([new Commit
        {
            Stream = StreamId.Parse(saga),
            ExpectedVersion = ExpectedVersion.NoStream,
            CommitId = Guid.NewGuid(),
            Events =
            [
                Serializer.Serialize(new SagaStepIntended("pay", 1)
                {
                    Outlook = new SagaOutlook(SagaStatus.Running, _time.GetUtcNow()),
                }),
            ],
        }]);
        return await _store.ReadLogPageAsync(after, 100, LogFilter.Everything);
    }

    /// <summary>Notes what it is given.</summary>
    private sealed class RecordingIndex : ISagaIndex
    {
        public List<(long From, long To, string[] Sagas)> Applied { get; } = [];

        public bool IsCancelled { get; set; }

        public Task ApplyAsync(
            Checkpoint owned, long position, IReadOnlyList<SagaChange> changes,
            CancellationToken cancellationToken = default)
        {
            if (IsCancelled)
                throw new OperationCanceledException();
            Applied.Add((owned.Position, position, [.. changes.Select(static change => change.Saga.Saga.Value)]));
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<DueSaga>> FindDueAsync(
            int bucket, DateTimeOffset now, DueSaga? after, int limit,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> ReportAsync(
            DueSaga saga, DateTimeOffset at, SagaLetter letter, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<SagaPage> ListAsync(
            SagaFilter filter, SagaPlace? after = null, int maxCount = 100,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<SagaCount>> CountAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
