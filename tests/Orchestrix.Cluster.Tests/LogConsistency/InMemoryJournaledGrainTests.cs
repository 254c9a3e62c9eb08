using Orchestrix.Events;
using Orchestrix.InMemory;

namespace Orchestrix.Cluster.Tests.LogConsistency;

public sealed class InMemoryJournaledGrainTests : JournaledGrainTests
{
    protected override Task<IEventStore> CreateStoreAsync() => Task.FromResult<IEventStore>(new InMemoryEventStore());
}
