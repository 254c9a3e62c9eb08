using Orchestrix.Projections;

namespace Orchestrix.InMemory;

/// <summary>Reads rows in memory.</summary>
internal sealed class InMemoryProjectionReader<TRow>(
    Projection<TRow> projection, InMemoryTable<TRow> table, TimeSpan patience, TimeProvider time, long atLeast = 0)
    : IProjectionReader<TRow> where TRow : class
{
    private readonly RowShape<TRow> _shape = projection.Shape;

    public IProjectionReader<TRow> AtLeast(long position, TimeSpan? within = null) =>
        new InMemoryProjectionReader<TRow>(projection, table, within ?? patience, time, position);

    public async Task<ProjectionAnswer<TRow?>> FindAsync(
        IReadOnlyList<object> key, CancellationToken cancellationToken = default)
    {
        var wanted = _shape.KeyFrom(key);
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        var (row, position) = table.Read(rows => rows.GetValueOrDefault(wanted));
        return new(row, position) { ParkedStreams = table.ParkedStreams };
    }

    public async Task<ProjectionAnswer<IReadOnlyList<TRow>>> QueryAsync(
        ProjectionQuery<TRow> query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (conditions, order) = (query.ConditionsOn(_shape), query.OrderOn(_shape));
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        var (found, position) = table.Read(rows =>
        {
            var wanted = rows.Values.Where(row => conditions.All(one => Holds(row, one)));
            IOrderedEnumerable<TRow>? sorted = null;
            foreach (var (column, isDescending) in order)
            {
                object? Value(TRow row) => _shape.Value(row, column);
                sorted = (sorted, isDescending) switch
                {
                    (null, false) => wanted.OrderBy(Value, KeptOrder.Instance),
                    (null, true) => wanted.OrderByDescending(Value, KeptOrder.Instance),
                    (_, false) => sorted.ThenBy(Value, KeptOrder.Instance),
                    _ => sorted.ThenByDescending(Value, KeptOrder.Instance),
                };
            }
            return sorted!.Take(query.Limit).ToArray();
        });
        return new(found, position) { ParkedStreams = table.ParkedStreams };
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        await table.Head.WaitBeyondAsync(atLeast - 1, patience, time, cancellationToken).ConfigureAwait(false);
        var (_, reached) = table.Read(static _ => 0);
        if (reached < atLeast)
            throw new ProjectionTimeoutException(projection.Name, atLeast, reached, patience);
    }

    private bool Holds(TRow row, RowCondition condition)
    {
        var value = _shape.Value(row, condition.Column);
        if (condition.Comparison == RowComparison.Equal)
            return KeptOrder.Instance.Compare(value, condition.Value) == 0;
        if (value is null || condition.Value is null)
            return false;
        var order = KeptOrder.Instance.Compare(value, condition.Value);
        return condition.Comparison switch
        {
            RowComparison.Less => order < 0,
            RowComparison.LessOrEqual => order <= 0,
            RowComparison.Greater => order > 0,
            _ => order >= 0,
        };
    }
}
