using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// Keeps the rows of projections in tables of the schema <c>orchestrix_projections</c>, in the log's own database. The
/// role of the program makes the tables; people read the view of the projection's name. Safe for concurrent use.
/// </summary>
public sealed class PostgreSQLProjectionStore(
    NpgsqlDataSource source, IEventStore store, ICheckpointStore checkpoints, EventTypeRegistry registry,
    EventSerializer serializer, ProjectionProgress progress, IOptions<ProjectionOptions> options, TimeProvider time)
    : IProjectionStore
{
    /// <inheritdoc/>
    public IPageProcessor CreateProcessor<TRow>(Projection<TRow> projection) where TRow : class =>
        CreateProcessor(projection, only: null);

    /// <inheritdoc/>
    public IProjectionReader<TRow> CreateReader<TRow>(Projection<TRow> projection) where TRow : class
    {
        ArgumentNullException.ThrowIfNull(projection);
        return new PostgreSQLProjectionReader<TRow>(
            projection, new ReadableGeneration<TRow>(new Generations<TRow>(source, projection), projection), progress,
            options.Value.PollInterval, options.Value.ReadPatience, time);
    }

    /// <summary>The same for one generation, whatever its state.</summary>
    internal IPageProcessor CreateProcessor<TRow>(Projection<TRow> projection, int? only) where TRow : class
    {
        ArgumentNullException.ThrowIfNull(projection);
        var fold = new ProjectionFold<TRow>(projection, registry, serializer);
        return new PostgreSQLProjectionProcessor<TRow>(
            source, projection, fold, store, checkpoints, progress, options.Value, time, only);
    }
}
