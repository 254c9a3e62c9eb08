namespace Orchestrix.Sagas;

/// <summary>What a step of a definition does.</summary>
public enum SagaStepKind
{
    /// <summary>Asks a participant.</summary>
    Call,

    /// <summary>Waits for a message from outside.</summary>
    Wait,

    /// <summary>Runs another saga and waits for its end.</summary>
    SubSaga,
}
