using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Snapshots;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.Tests.InMemory;

public sealed class InMemorySnapshotConformanceTests : SnapshotStoreConformance
{
    protected override Task<(IEventStore Events, ISnapshotStore Snapshots)> CreateStoresAsync()
    {
        var events = new InMemoryEventStore();
        return Task.FromResult<(IEventStore, ISnapshotStore)>((events, new InMemorySnapshotStore(events)));
    }
}
