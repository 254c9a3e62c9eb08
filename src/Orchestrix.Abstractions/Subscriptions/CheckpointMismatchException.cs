using Orchestrix.Errors;

namespace Orchestrix.Subscriptions;

/// <summary>
/// A checkpoint and the log, or the definition in this program, do not fit together: the log was restored from an older
/// backup, or the number of partitions was changed. Nothing is read until a person decides.
/// </summary>
[GenerateSerializer, Alias("orchestrix.checkpoint-mismatch-exception")]
public sealed class CheckpointMismatchException : OrchestrixException
{
    /// <summary>Creates the exception.</summary>
    public CheckpointMismatchException(string message)
        : base(ErrorCodes.CheckpointMismatch, message)
    {
    }
}
