namespace Orchestrix.Subscriptions;

/// <summary>An event that is tried again later; kept, so that a crash does not begin to count anew.</summary>
/// <param name="Position">The position of the event.</param>
/// <param name="Attempts">How often it was tried, from 1.</param>
/// <param name="FirstFailedAt">When it failed first.</param>
/// <param name="RetryAt">Not before this time.</param>
public sealed record FailedAttempt(
    long Position, int Attempts, DateTimeOffset FirstFailedAt, DateTimeOffset RetryAt);
