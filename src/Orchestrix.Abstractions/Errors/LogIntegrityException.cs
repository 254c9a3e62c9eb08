namespace Orchestrix.Errors;

/// <summary>
/// The log is not what it promises to be: a position is missing or out of order. Nothing is read beyond it. The
/// database was changed by hand or is damaged; restore it, and tell the authors if neither is true.
/// </summary>
[GenerateSerializer, Alias("orchestrix.log-integrity-exception")]
public sealed class LogIntegrityException : OrchestrixException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="expected">The position that should have come next.</param>
    /// <param name="found">The position that came.</param>
    public LogIntegrityException(long expected, long found)
        : base(
            ErrorCodes.LogIntegrity,
            $"The log goes on with position {found} where {expected} must follow; nothing is read beyond it. The "
            + "database was changed by hand or is damaged: restore it from a backup.") =>
        (Expected, Found) = (expected, found);

    /// <summary>The position that should have come next.</summary>
    [Id(0)]
    public long Expected { get; private set; }

    /// <summary>The position that came.</summary>
    [Id(1)]
    public long Found { get; private set; }
}
