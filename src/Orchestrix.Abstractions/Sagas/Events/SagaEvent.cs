namespace Orchestrix.Sagas;

/// <summary>Something that happened to a saga. The events of a saga are a durable contract like all others.</summary>
public abstract record SagaEvent
{
    /// <summary>When it was decided, by the clock of the silo.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>
    /// Under which id somebody asked for it, <see cref="SagaAct.CommandId"/>; null for what the saga did by itself.
    /// </summary>
    public string? CommandId { get; init; }

    /// <summary>
    /// Where the saga stands after the commit that this event is the last of; null on the other events of a commit.
    /// </summary>
    public SagaOutlook? Outlook { get; init; }
}
