namespace Orchestrix.Projections;

/// <summary>Reads the rows of a projection. Safe for concurrent use; resolved from a silo's services.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
public interface IProjectionReader<TRow> where TRow : class
{
    /// <summary>
    /// A reader that answers only what is valid for a position or a later one, and waits for it; with the position of a
    /// command's reply a caller reads his own writes.
    /// </summary>
    /// <param name="position">The position; 0 waits for nothing.</param>
    /// <param name="within">How long to wait; null is 2 s.</param>
    IProjectionReader<TRow> AtLeast(long position, TimeSpan? within = null);

    /// <summary>The row of a key, or null.</summary>
    /// <param name="key">The values of the key properties, in the order in which they are declared.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">Number or types do not fit the key.</exception>
    /// <exception cref="ProjectionTimeoutException">The position asked for was not reached in time.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    Task<ProjectionAnswer<TRow?>> FindAsync(
        IReadOnlyList<object> key, CancellationToken cancellationToken = default);

    /// <summary>The rows of a query, all valid for one position.</summary>
    /// <exception cref="ArgumentException">A value is not of its column's type.</exception>
    /// <exception cref="ProjectionTimeoutException">The position asked for was not reached in time.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    Task<ProjectionAnswer<IReadOnlyList<TRow>>> QueryAsync(
        ProjectionQuery<TRow> query, CancellationToken cancellationToken = default);
}
