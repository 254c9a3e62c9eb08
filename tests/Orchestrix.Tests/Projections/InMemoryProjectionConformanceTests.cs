using Microsoft.Extensions.Options;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.Tests.Projections;

/// <summary>The suite that every projection store passes.</summary>
public sealed class InMemoryProjectionConformanceTests : ProjectionConformance
{
    protected override Task<(IEventStore Log, IProjectionStore Projections)> CreateAsync(
        EventTypeRegistry registry, EventSerializer serializer)
    {
        var log = new InMemoryEventStore();
        var checkpoints = new InMemoryCheckpointStore(log, TimeProvider.System);
        return Task.FromResult<(IEventStore, IProjectionStore)>((log, new InMemoryProjectionStore(
            checkpoints, registry, serializer, Options.Create(new ProjectionOptions()), TimeProvider.System)));
    }
}
