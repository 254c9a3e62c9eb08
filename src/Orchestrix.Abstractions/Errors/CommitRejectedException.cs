namespace Orchestrix.Errors;

/// <summary>
/// The store refused the content of a batch, for example text that the database cannot hold; nothing of the batch was
/// written. The appender finds the offending commit, so that its neighbours are not failed with it.
/// </summary>
[GenerateSerializer, Alias("orchestrix.commit-rejected-exception")]
public sealed class CommitRejectedException : OrchestrixException
{
    /// <summary>Creates the exception.</summary>
    public CommitRejectedException(string message, Exception? innerException = null)
        : base(ErrorCodes.CommitRejected, message, innerException)
    {
    }
}
