namespace Orchestrix.Events;

/// <summary>
/// An ordered, append-only log of streams. Every implementation passes <c>EventStoreConformance</c> of the TestKit.
/// Implementations are safe for concurrent use.
/// </summary>
public interface IEventStore
{
    /// <summary>
    /// Appends a batch of commits in one durable act. Each commit gets its own answer: a conflict or a duplicate never
    /// fails its neighbours, and the winners take one contiguous range of positions in the order given.
    /// </summary>
    /// <param name="commits">
    /// From 1 to <see cref="EventStoreLimits.MaxCommitsPerBatch"/> commits, at most one for each stream. Order decides
    /// positions only.
    /// </param>
    /// <param name="cancellationToken">
    /// Gives up waiting before the batch was sent. Once it was sent, the store stays until it knows the outcome or its
    /// own deadline passes.
    /// </param>
    /// <returns>One result for each commit, in the order given.</returns>
    /// <exception cref="ArgumentException">A commit breaks a rule of <see cref="Commit"/>, or two commits name one
    /// stream.</exception>
    /// <exception cref="Errors.StoreLimitExceededException">A commit exceeds one of <see cref="EventStoreLimits"/>;
    /// nothing was written.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached; nothing was
    /// written.</exception>
    /// <exception cref="Errors.UncertainOutcomeException">The reply was lost and the truth was not learned before the
    /// deadline.</exception>
    Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default);

    /// <summary>Reads a stream. A stream that does not exist yields nothing. Memory use is one page, whatever the
    /// length.</summary>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the next page of the log in order of position. Whoever has read position p has missed nothing before it.
    /// </summary>
    /// <param name="afterPosition">Exclusive; 0 reads from the beginning.</param>
    /// <param name="maxCount">Most events to return, from 1; a page of large events holds fewer.</param>
    /// <param name="filter">Which events to return. A page may hold none of them and yet be a step forward.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    Task<LogPage> ReadLogPageAsync(
        long afterPosition, int maxCount, LogFilter filter, CancellationToken cancellationToken = default);

    /// <summary>The version of a stream; 0 if it does not exist.</summary>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    Task<long> ReadStreamVersionAsync(StreamId stream, CancellationToken cancellationToken = default);

    /// <summary>The position of the newest event; 0 if the log is empty.</summary>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    Task<long> ReadHeadAsync(CancellationToken cancellationToken = default);

    /// <summary>The receipt of the commit that carried <paramref name="commandId"/> in <paramref name="stream"/>, or
    /// null.</summary>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    Task<AppendResult?> FindCommandAsync(
        StreamId stream, string commandId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns once all that could be read before the call is as durable as an acknowledged append. What a reader sees
    /// may be less: an append whose wait for a synchronous standby was given up is there, and a failover would lose it.
    /// Who answers a command with what was read, and not with an append, calls this before.
    /// </summary>
    /// <exception cref="Errors.EventStoreUnavailableException">It is not, or it cannot be learned: do not answer with
    /// it.</exception>
    Task ConfirmAsync(CancellationToken cancellationToken = default);
}
