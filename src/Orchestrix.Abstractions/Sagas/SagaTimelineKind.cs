namespace Orchestrix.Sagas;

/// <summary>What happened to a saga at a moment.</summary>
[GenerateSerializer, Alias("orchestrix.saga-timeline-kind")]
public enum SagaTimelineKind
{
    /// <summary>It began.</summary>
    Started,

    /// <summary>A participant was asked to take a step.</summary>
    Action,

    /// <summary>It waited for a message.</summary>
    Wait,

    /// <summary>A message came.</summary>
    Message,

    /// <summary>A step was passed over.</summary>
    Skipped,

    /// <summary>From here on it undid what it had done.</summary>
    CompensationStarted,

    /// <summary>A participant was asked to undo a step.</summary>
    Compensation,

    /// <summary>It could not go on by itself.</summary>
    Parked,

    /// <summary>What it was parked for was gone.</summary>
    Resumed,

    /// <summary>Somebody did something to it: retry, skip, compensate, complete or cancel.</summary>
    Act,

    /// <summary>It ended.</summary>
    Ended,
}
