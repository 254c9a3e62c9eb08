using Orchestrix.Events;
using Orleans.Storage;

namespace Orchestrix.Errors;

/// <summary>
/// The stream was not at the expected version; nothing was written. Read the aggregate again, decide again, send again.
/// </summary>
/// <remarks>
/// Derives from Orleans' <see cref="InconsistentStateException"/>, which makes Orleans drop the activation that held
/// the
/// stale state.
/// </remarks>
[GenerateSerializer, Alias("orchestrix.concurrency-exception")]
public sealed class ConcurrencyException : InconsistentStateException, IErrorCode
{
    /// <summary>Creates the exception for an append to <paramref name="stream"/>.</summary>
    public ConcurrencyException(StreamId stream, ExpectedVersion expected, long actual)
        : base($"Stream {stream} was expected at version {expected} but is at version {actual}. "
            + "Nothing was written; read the aggregate again and decide again.") =>
        (Stream, Expected, Actual) = (stream, expected, actual);

    /// <inheritdoc/>
    public string Code => ErrorCodes.Concurrency;

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
