namespace Orchestrix.Sagas;

/// <summary>
/// The stable codes with which a saga refuses, or gives as the reason of a failure or of being parked. A published code
/// never changes its meaning.
/// </summary>
public static class SagaRefusals
{
    /// <summary>No saga was started under this id.</summary>
    public const string NotFound = "saga.not-found";

    /// <summary>The saga has ended, so there is nothing to cancel or to act on.</summary>
    public const string Ended = "saga.ended";

    /// <summary>Only a parked saga takes this act.</summary>
    public const string NotParked = "saga.not-parked";

    /// <summary>The act names no step that the saga is parked at.</summary>
    public const string NoSuchStep = "saga.no-such-step";

    /// <summary>The saga was cancelled before it could start.</summary>
    public const string Forestalled = "saga.forestalled";

    /// <summary>The saga is compensating already.</summary>
    public const string Compensating = "saga.compensating";

    /// <summary>The program has no definition of the version that the saga began with.</summary>
    public const string VersionNotRegistered = "saga.version-not-registered";

    /// <summary>
    /// The program's definition of the version that the saga began with has other steps than it had then.
    /// </summary>
    public const string DefinitionChanged = "saga.definition-changed";

    /// <summary>
    /// The saga cannot be loaded, so that its own stream cannot say what is wrong: an event that cannot be read, or a
    /// type of saga that no silo has. Its dead letter says which.
    /// </summary>
    public const string CannotBeLoaded = "saga.cannot-be-loaded";

    /// <summary>A function of the definition threw, or named a step that is not in the definition.</summary>
    public const string DefinitionFailed = "saga.definition-failed";

    /// <summary>A compensation failed and is not tried again.</summary>
    public const string CompensationFailed = "saga.compensation-failed";

    /// <summary>A step may have taken effect and has no compensation.</summary>
    public const string NoCompensation = "saga.no-compensation";

    /// <summary>A step gave up with a kind of failure for which its definition asks to be parked.</summary>
    public const string StepFailed = "saga.step-failed";

    /// <summary>The saga was cancelled.</summary>
    public const string Cancelled = "saga.cancelled";

    /// <summary>The activation was lost while the participant was being asked.</summary>
    public const string Interrupted = "saga.interrupted";

    /// <summary>The participant did not answer in time.</summary>
    public const string AttemptTimedOut = "saga.attempt-timed-out";

    /// <summary>The deadline of the step passed.</summary>
    public const string DeadlinePassed = "saga.deadline-passed";

    /// <summary>The message that was waited for did not come in time.</summary>
    public const string WaitTimedOut = "saga.wait-timed-out";

    /// <summary>The sub-saga undid what it had done.</summary>
    public const string SubSagaCompensated = "saga.sub-saga-compensated";

    /// <summary>A result, an input or a message exceeds <see cref="SagaLimits.MaxPayloadBytes"/>.</summary>
    public const string TooLarge = "saga.too-large";
}
