using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Subscriptions;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.Tests.DeadLetters;

/// <summary>The suite that every store of dead letters passes.</summary>
public sealed class InMemoryDeadLetterConformanceTests : DeadLetterStoreConformance
{
    protected override Task<(IEventStore Store, ICheckpointStore Checkpoints, IDeadLetterStore Letters,
        IParkingStore Parking)> CreateAsync()
    {
        var store = new InMemoryEventStore();
        var checkpoints = new InMemoryCheckpointStore(store, TimeProvider.System);
        var letters = new InMemoryDeadLetterStore(checkpoints, store, TimeProvider.System);
        return Task.FromResult<(IEventStore, ICheckpointStore, IDeadLetterStore, IParkingStore)>(
            (store, checkpoints, letters, letters));
    }
}
