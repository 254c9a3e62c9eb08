using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orchestrix.Events;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;

namespace Orchestrix.InMemory;

/// <summary>
/// Keeps the rows of projections in this process's memory: for tests. Passes the same conformance suite as the
/// PostgreSQL store. Rows are gone with the process, and so are the checkpoints beside them.
/// </summary>
public sealed class InMemoryProjectionStore(
    ICheckpointStore checkpoints, IParkingStore parking, IEventStore store, EventTypeRegistry registry,
    EventSerializer serializer, IOptions<ProjectionOptions> options, TimeProvider time) : IProjectionStore
{
    private readonly ConcurrentDictionary<string, object> _tables = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IPageProcessor CreateProcessor<TRow>(Projection<TRow> projection) where TRow : class
    {
        ArgumentNullException.ThrowIfNull(projection);
        return new InMemoryProjectionProcessor<TRow>(
            projection, new ProjectionFold<TRow>(projection, registry, serializer), TableOf(projection), checkpoints,
            parking, store, options.Value, time);
    }

    /// <inheritdoc/>
    public IProjectionReader<TRow> CreateReader<TRow>(Projection<TRow> projection) where TRow : class
    {
        ArgumentNullException.ThrowIfNull(projection);
        return new InMemoryProjectionReader<TRow>(
            projection, TableOf(projection), options.Value.ReadPatience, time);
    }

    private InMemoryTable<TRow> TableOf<TRow>(Projection<TRow> projection) where TRow : class =>
        (InMemoryTable<TRow>)_tables.GetOrAdd(projection.SubscriptionName, static _ => new InMemoryTable<TRow>());
}
