namespace Orchestrix.Inspection;

/// <summary>
/// Looks back into the log, newest events first, for people and programs outside the silos. Every silo has its own, so
/// the key means nothing; take 0.
/// </summary>
[Alias("orchestrix.log-inspector")]
public interface ILogInspectorGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Looks for events from a position backwards, through at most <see cref="LogSearch.MaxPositions"/> positions. Ask
    /// again before the page's <see cref="LogSearchPage.NextBefore"/> to look further back.
    /// </summary>
    /// <exception cref="ArgumentException">The search is out of range; the message says how.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The log could not be read.</exception>
    [Alias("search")]
    Task<LogSearchPage> SearchAsync(LogSearch search, CancellationToken cancellationToken = default);
}
