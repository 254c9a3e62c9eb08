using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Appending;

/// <summary>
/// The way grains write: hands a commit to the silo's batch and answers when its fate is known.
/// Safe for concurrent use.
/// </summary>
public interface IEventAppender
{
    /// <summary>
    /// Appends one commit. Commits of one stream are appended in the order in which they were handed over,
    /// one at a time.
    /// </summary>
    /// <exception cref="StoreLimitExceededException">A limit is exceeded; nothing was written.</exception>
    /// <exception cref="TenantMismatchException">It is in the name of another tenant than the stream's.</exception>
    /// <exception cref="CommitRejectedException">The store refused the content; nothing was written.</exception>
    /// <exception cref="EventStoreUnavailableException">
    /// The store cannot be reached, too many appends wait, or the silo stops; nothing was written.
    /// </exception>
    /// <exception cref="UncertainOutcomeException">Whether the events are durable is not known.</exception>
    Task<AppendResult> AppendAsync(Commit commit, CancellationToken cancellationToken = default);
}
