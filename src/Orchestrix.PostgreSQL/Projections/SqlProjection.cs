using Npgsql;
using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// A projection in SQL of its own: what it writes on the connection that it is given commits together with its
/// checkpoint, so every event takes effect exactly once. Its tables are its own; make them in
/// <see cref="PrepareAsync"/>, in the schema <c>orchestrix_projections</c>, where the role of the program may.
/// </summary>
public abstract class SqlProjection
{
    /// <summary>Names it.</summary>
    /// <param name="name">
    /// The durable name of its subscription; another name begins at the beginning of the log.
    /// </param>
    /// <param name="filter">Which events it wants; null wants all.</param>
    protected SqlProjection(string name, LogFilter? filter = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Name, Filter) = (name, filter ?? LogFilter.Everything);
    }

    /// <summary>The durable name of its subscription.</summary>
    public string Name { get; }

    /// <summary>Which events it wants.</summary>
    public LogFilter Filter { get; }

    /// <summary>Most events in one call of <see cref="ApplyAsync"/>. Default 1,000.</summary>
    public virtual int BatchSize => 1_000;

    /// <summary>
    /// Makes what it needs, whenever an owner begins; in a transaction of its own. Default: nothing. It may run again
    /// and again, so make tables only if they do not exist.
    /// </summary>
    protected internal virtual Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>
    /// Applies events, in order. Runs in a transaction that has moved the checkpoint already, and neither ends it nor
    /// uses another connection; what it throws undoes everything.
    /// </summary>
    protected internal abstract Task ApplyAsync(
        NpgsqlConnection connection, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken);
}
