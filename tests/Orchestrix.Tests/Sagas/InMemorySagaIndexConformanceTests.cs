using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.Tests.Sagas;

/// <summary>The suite that every index of sagas passes.</summary>
public sealed class InMemorySagaIndexConformanceTests : SagaIndexConformance
{
    protected override Task<(IEventStore Store, ICheckpointStore Checkpoints, IDeadLetterStore Letters,
        ISagaIndex Index)> CreateAsync()
    {
        var store = new InMemoryEventStore();
        var checkpoints = new InMemoryCheckpointStore(store, TimeProvider.System);
        var letters = new InMemoryDeadLetterStore(checkpoints, store, TimeProvider.System);
        return Task.FromResult<(IEventStore, ICheckpointStore, IDeadLetterStore, ISagaIndex)>(
            (store, checkpoints, letters, new InMemorySagaIndex(checkpoints, letters, store)));
    }
}
