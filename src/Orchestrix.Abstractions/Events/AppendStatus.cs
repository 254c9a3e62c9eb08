namespace Orchestrix.Events;

/// <summary>What became of a commit.</summary>
public enum AppendStatus
{
    /// <summary>The events are durable.</summary>
    Appended,

    /// <summary>The stream was not at the expected version; nothing was written.</summary>
    Conflict,

    /// <summary>A commit with the same command id is already in the stream; nothing was written.</summary>
    Duplicate,
}
