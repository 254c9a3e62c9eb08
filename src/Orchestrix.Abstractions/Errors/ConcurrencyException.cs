using Orchestrix.Events;

namespace Orchestrix.Errors;

/// <summary>
/// The stream was not at the expected version; nothing was written. Read the aggregate again, decide again, send again.
/// </summary>
/// <remarks>
/// Not one of Orleans' <c>InconsistentStateException</c>s: those make Orleans drop the activation and turn away the
/// calls that wait for it, and a caller with a stale version must not do that to the others. An aggregate whose own
/// state was stale has read the newer events before it throws; a <c>JournaledGrain</c> is replaced by its log view.
/// </remarks>
[GenerateSerializer, Alias("orchestrix.concurrency-exception")]
public sealed class ConcurrencyException : OrchestrixException
{
    /// <summary>Creates the exception for an append to <paramref name="stream"/>.</summary>
    public ConcurrencyException(StreamId stream, ExpectedVersion expected, long actual)
        : base(
            ErrorCodes.Concurrency,
            $"Stream {stream} was expected at version {expected} but is at version {actual}. "
            + "Nothing was written; read the aggregate again and decide again.") =>
        (Stream, Expected, Actual) = (stream, expected, actual);

    /// <summary>The stream.</summary>
    [Id(0)]
    public StreamId Stream { get; private set; }

    /// <summary>What the writer required.</summary>
    [Id(1)]
    public ExpectedVersion Expected { get; private set; }

    /// <summary>The version found.</summary>
    [Id(2)]
    public long Actual { get; private set; }
}
