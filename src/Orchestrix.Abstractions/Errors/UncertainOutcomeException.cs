using Orchestrix.Events;
using Orleans.Storage;

namespace Orchestrix.Errors;

/// <summary>
/// The reply to an append was lost, and the store could not be asked before the deadline, or its answer does not settle
/// the matter: the events may or may not be durable. Sending the command again with the same command id is safe and
/// gives the true answer.
/// </summary>
/// <remarks>Derives from Orleans' <see cref="InconsistentStateException"/>: the activation, whose state may be stale,
/// is dropped.</remarks>
[GenerateSerializer, Alias("orchestrix.uncertain-outcome-exception")]
public sealed class UncertainOutcomeException : InconsistentStateException, IErrorCode
{
    /// <summary>Creates the exception for an append to <paramref name="stream"/>.</summary>
    public UncertainOutcomeException(StreamId stream, Guid commitId, Exception? innerException)
        : base($"It is not known whether commit {commitId} of stream {stream} is durable: the reply was lost, "
            + "and asking again did not settle it. Send the command again with the same command id.", innerException) =>
        (Stream, CommitId) = (stream, commitId);

    /// <inheritdoc/>
    public string Code => ErrorCodes.UncertainOutcome;

    /// <summary>The stream.</summary>
    [Id(0)]
    public StreamId Stream { get; private set; }

    /// <summary>The commit in question.</summary>
    [Id(1)]
    public Guid CommitId { get; private set; }
}
