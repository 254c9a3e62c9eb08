using System.Linq.Expressions;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Subscriptions;

namespace Orchestrix.Projections;

/// <summary>
/// Rows that follow from the events of the log. A derived class says in its constructor which events touch which rows;
/// the store keeps the rows and applies every event to them exactly once.
/// </summary>
/// <typeparam name="TRow">
/// A record whose key properties carry <see cref="System.ComponentModel.DataAnnotations.KeyAttribute"/>. Properties are
/// of the types <c>string</c>, <c>decimal</c>, <c>int</c>, <c>long</c>, <c>short</c>, <c>bool</c>, <see cref="Guid"/>,
/// <see cref="DateOnly"/>, <see cref="DateTimeOffset"/> (kept in UTC and to the microsecond), an enum (kept by name) or
/// <c>byte[]</c>, nullable or not.
/// </typeparam>
public abstract class Projection<TRow> : Projection where TRow : class
{
    private readonly List<ProjectionHandler<TRow>> _handlers = [];
    private readonly List<IReadOnlyList<RowColumn>> _indexes = [];

    /// <summary>Names the projection.</summary>
    /// <param name="name">Its durable name: small letters, digits and hyphens, beginning with a letter.</param>
    /// <param name="version">The version of its code, from 1; see <see cref="Projection.Version"/>.</param>
    /// <exception cref="Errors.ConfigurationException">
    /// The name or version is not of that form, or the row type cannot be kept.
    /// </exception>
    protected Projection(string name, int version) : base(name, version) => Shape = new RowShape<TRow>(name);

    /// <inheritdoc/>
    public override Type RowType => typeof(TRow);

    /// <inheritdoc/>
    public override IReadOnlyCollection<Type> EventTypes =>
        [.. _handlers.Select(static handler => handler.EventType).Distinct()];

    /// <summary>The columns of its rows.</summary>
    public RowShape<TRow> Shape { get; }

    /// <summary>Its indexes beside that of the key; each is a list of columns.</summary>
    public IReadOnlyList<IReadOnlyList<RowColumn>> Indexes => _indexes;

    /// <summary>
    /// The grain type whose streams are parked at an event that cannot be taken; null if the projection stands still.
    /// </summary>
    public string? ParkedGrainType { get; private set; }

    internal IReadOnlyList<ProjectionHandler<TRow>> Handlers => _handlers;

    /// <summary>
    /// Says what an event does to a row. Several calls for one event type touch several rows, in that order.
    /// Both functions are pure: the same event and row give the same row, whenever and wherever they run.
    /// </summary>
    /// <typeparam name="TEvent">
    /// The type of the event, or an interface or base class: then all registered event types of that kind.
    /// </typeparam>
    /// <param name="row">
    /// Names the row by its key properties; the other properties are what the row begins with if it does not exist yet.
    /// Null if this event touches no row.
    /// </param>
    /// <param name="apply">Makes the next row, with the same key; null deletes the row.</param>
    protected void On<TEvent>(
        Func<ProjectedEvent<TEvent>, TRow?> row, Func<TRow, ProjectedEvent<TEvent>, TRow?> apply)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(apply);
        _handlers.Add(new ProjectionHandler<TRow, TEvent>(row, apply));
    }

    /// <summary>
    /// Parks the stream of an event that cannot be taken, instead of standing still: the event becomes a dead letter,
    /// later events of its stream wait behind it, others go on. Only for rows that belong to one stream each: the first
    /// part of the key is the key of the stream, and all streams are of one grain type. A handler that touches
    /// another row stops the projection. Rows of a parked stream are older than the position of an answer, which
    /// <see cref="ProjectionAnswer{T}.ParkedStreams"/> tells.
    /// </summary>
    /// <param name="grainType">The grain type of the streams, such as <c>account</c>.</param>
    /// <exception cref="Errors.ConfigurationException">The first part of the key is no text.</exception>
    protected void ParkPoison(string grainType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(grainType);
        if (Shape.Keys[0].Kind != ColumnKind.Text)
        {
            throw new Errors.ConfigurationException(
                $"Projection {Name} parks streams, so the first part of its key is the key of the stream: a string.");
        }
        ParkedGrainType = grainType;
    }

    /// <summary>
    /// Asks for an index, for queries by something else than the key: <c>Index(row => row.Owner)</c>, or of several
    /// columns <c>Index(row => new { row.Currency, row.Balance })</c>.
    /// </summary>
    /// <exception cref="Errors.ConfigurationException">The expression names no columns.</exception>
    protected void Index(Expression<Func<TRow, object?>> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _indexes.Add(Shape.ColumnsOf(columns.Body));
    }

    internal override IPageProcessor CreateProcessor(IProjectionStore store) => store.CreateProcessor(this);

    internal override Task RunRebuildAsync(
        IRebuildRunner runner, string owner, CancellationToken cancellationToken) =>
        runner.RunAsync(this, owner, cancellationToken);

    internal override void AddReader(IServiceCollection services) =>
        services.AddSingleton(provider => provider.GetRequiredService<IProjectionStore>().CreateReader(this));
}
