using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.Tests.InMemory;

public sealed class InMemoryConformanceTests : EventStoreConformance
{
    protected override Task<IEventStore> CreateStoreAsync() => Task.FromResult<IEventStore>(new InMemoryEventStore());
}
