namespace Orchestrix.Projections;

/// <summary>Works on rebuilds that people have asked for. Safe for concurrent use.</summary>
public interface IRebuildRunner
{
    /// <summary>
    /// Works on what was asked for until it is over. Ends without a result if there is nothing to do, if this program
    /// has an older version of the projection than the active one, or if another owner has taken over.
    /// </summary>
    /// <param name="projection">The projection.</param>
    /// <param name="owner">Who works, for people.</param>
    /// <param name="cancellationToken">Interrupts it; whoever runs it next goes on from there.</param>
    /// <exception cref="Errors.EventStoreUnavailableException">
    /// The store could not be reached; run it again.
    /// </exception>
    Task RunAsync<TRow>(Projection<TRow> projection, string owner, CancellationToken cancellationToken)
        where TRow : class;
}
