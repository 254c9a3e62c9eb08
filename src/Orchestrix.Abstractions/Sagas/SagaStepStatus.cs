namespace Orchestrix.Sagas;

/// <summary>Where a step, or the undoing of one, stands.</summary>
public enum SagaStepStatus
{
    /// <summary>It has not begun.</summary>
    None,

    /// <summary>The intent is recorded, and the participant is being asked.</summary>
    InFlight,

    /// <summary>An attempt failed; the next one has a time.</summary>
    Backoff,

    /// <summary>The participant has taken it on and will be asked again for the outcome.</summary>
    Pending,

    /// <summary>It waits for a message from outside.</summary>
    Waiting,

    /// <summary>It took effect.</summary>
    Succeeded,

    /// <summary>It was passed over: by its condition, a time-out that does not matter, or a person.</summary>
    Skipped,

    /// <summary>It failed and is not tried again.</summary>
    GaveUp,
}
