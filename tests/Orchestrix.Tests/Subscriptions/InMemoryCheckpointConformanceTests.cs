using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Subscriptions;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.Tests.Subscriptions;

/// <summary>The suite that every checkpoint store passes.</summary>
public sealed class InMemoryCheckpointConformanceTests : CheckpointStoreConformance
{
    private readonly ReplaceableStore _store = new(new InMemoryEventStore());

    protected override Task<(IEventStore Store, ICheckpointStore Checkpoints)> CreateAsync() =>
        Task.FromResult<(IEventStore, ICheckpointStore)>(
            (_store, new InMemoryCheckpointStore(_store, TimeProvider.System)));

    protected override async Task ReplaceLogAsync(int events)
    {
        _store.Replace(new InMemoryEventStore());
        await AppendAsync(_store, events);
    }
}
