using Microsoft.Extensions.Options;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.Tests.Projections;

/// <summary>The suite that every projection store passes.</summary>
public sealed class InMemoryProjectionConformanceTests : ProjectionConformance
{
    protected override Task<(IEventStore Log, IProjectionStore Projections, IDeadLetterStore Letters)> CreateAsync(
        EventTypeRegistry registry, EventSerializer serializer)
    {
        var log = new InMemoryEventStore();
        var checkpoints = new InMemoryCheckpointStore(log, TimeProvider.System);
        var letters = new InMemoryDeadLetterStore(checkpoints, log, TimeProvider.System);
        return Task.FromResult<(IEventStore, IProjectionStore, IDeadLetterStore)>((log, new InMemoryProjectionStore(
            checkpoints, letters, log, registry, serializer, Options.Create(new ProjectionOptions()),
            TimeProvider.System), letters));
    }
}
