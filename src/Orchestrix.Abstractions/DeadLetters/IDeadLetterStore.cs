namespace Orchestrix.DeadLetters;

/// <summary>
/// Keeps what was given up on until a person has decided. Every implementation passes <c>DeadLetterStoreConformance</c>
/// of the TestKit. Implementations are safe for concurrent use. Every method may throw
/// <see cref="Errors.EventStoreUnavailableException"/>.
/// </summary>
public interface IDeadLetterStore
{
    /// <summary>Largest page, and most letters that one act in bulk decides about: 1,000.</summary>
    const int MaxCount = 1000;

    /// <summary>
    /// Opens a letter; the one of the same kind, source and item opens again if there is one. To repeat it after a lost
    /// reply counts its attempts twice and does nothing else. Events are given up on by <c>IParkingStore</c>.
    /// </summary>
    /// <returns>The id of the letter.</returns>
    /// <exception cref="ArgumentException">A part is missing or too long.</exception>
    Task<long> OpenAsync(NewDeadLetter letter, CancellationToken cancellationToken = default);

    /// <summary>A page of letters, newest first.</summary>
    /// <param name="filter">Which letters are wanted.</param>
    /// <param name="before">Only letters with smaller ids; null begins with the newest.</param>
    /// <param name="maxCount">From 1 to <see cref="MaxCount"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DeadLetterPage> ListAsync(
        DeadLetterFilter filter, long? before = null, int maxCount = 100,
        CancellationToken cancellationToken = default);

    /// <summary>Everything about a letter, or null if there is none of that id.</summary>
    Task<DeadLetterDetails?> FindAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks for another try, or gives the letter up for good; or says, for its source, that the replay that was asked
    /// for cannot be done. To repeat it is harmless: an act is recorded once. A letter whose replay was asked for may
    /// still be discarded; a discarded or replayed one is settled.
    /// </summary>
    /// <exception cref="ArgumentException">The actor or the reason is missing or too long.</exception>
    Task<DeadLetterOutcome> DecideAsync(
        long id, DeadLetterActKind act, DeadLetterDecision decision, CancellationToken cancellationToken = default);

    /// <summary>
    /// Decides about the oldest letters of a filter that the act would change, each as <see cref="DecideAsync"/> does.
    /// </summary>
    /// <param name="filter">Which letters are meant; never more than <paramref name="maxCount"/> of them.</param>
    /// <param name="act">What to do.</param>
    /// <param name="decision">Who, and why.</param>
    /// <param name="maxCount">From 1 to <see cref="MaxCount"/>.</param>
    /// <param name="cancellationToken">Gives up before it was sent.</param>
    /// <returns>The ids of the letters that were changed; repeat until there are none.</returns>
    Task<IReadOnlyList<long>> DecideAllAsync(
        DeadLetterFilter filter, DeadLetterActKind act, DeadLetterDecision decision, int maxCount = 100,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Says that the replay of a letter has succeeded. Called by its source; one that is not open or asked for stays as
    /// it is.
    /// </summary>
    Task<DeadLetterOutcome> ResolveAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>How many letters of each kind are open or asked for; every kind is named.</summary>
    Task<IReadOnlyDictionary<DeadLetterKind, long>> CountUnsettledAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes letters that were settled before a time, with their acts. Those that a parked stream still waits behind
    /// stay.
    /// </summary>
    /// <param name="before">Exclusive.</param>
    /// <param name="maxCount">Most letters to delete at once, from 1 to <see cref="MaxCount"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were deleted.</returns>
    Task<int> DeleteSettledAsync(
        DateTimeOffset before, int maxCount = MaxCount, CancellationToken cancellationToken = default);
}
