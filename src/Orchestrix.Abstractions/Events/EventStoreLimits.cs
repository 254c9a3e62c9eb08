namespace Orchestrix.Events;

/// <summary>The limits that every event store enforces, so that a test against one store holds for the
/// others.</summary>
public static class EventStoreLimits
{
    /// <summary>Largest JSON of one event: 1 MiB. Larger content belongs in a blob store, its address in the
    /// event.</summary>
    public const int MaxEventBytes = 1024 * 1024;

    /// <summary>Most events in one commit.</summary>
    public const int MaxEventsPerCommit = 1000;

    /// <summary>Largest JSON of one commit, all events together: 16 MiB.</summary>
    public const int MaxCommitBytes = 16 * 1024 * 1024;

    /// <summary>Most commits in one call of <see cref="IEventStore.AppendAsync"/>.</summary>
    public const int MaxCommitsPerBatch = 1000;

    /// <summary>Longest command id, correlation id, causation id, actor or tenant, in characters.</summary>
    public const int MaxIdLength = 200;

    /// <summary>Longest trace context, in characters; W3C defines 55 for version 00.</summary>
    public const int MaxTraceParentLength = 128;
}
