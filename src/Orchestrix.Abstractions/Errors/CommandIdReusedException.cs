using Orchestrix.Events;

namespace Orchestrix.Errors;

/// <summary>
/// A command id that has been used on this aggregate came back with another content. One of the two callers has a bug:
/// use a new id for a new command.
/// </summary>
[GenerateSerializer, Alias("orchestrix.command-id-reused-exception")]
public sealed class CommandIdReusedException : OrchestrixException
{
    /// <summary>Creates the exception for <paramref name="stream"/>.</summary>
    public CommandIdReusedException(StreamId stream, long firstVersion)
        : base(ErrorCodes.CommandIdReused,
            $"The command id was used on stream {stream} for the commit at version {firstVersion}, "
            + "with another content. Nothing was written; use a new id for a new command.") =>
        (Stream, FirstVersion) = (stream, firstVersion);

    /// <summary>The stream.</summary>
    [Id(0)]
    public StreamId Stream { get; private set; }

    /// <summary>Version of the first event of the commit that used the id.</summary>
    [Id(1)]
    public long FirstVersion { get; private set; }
}
