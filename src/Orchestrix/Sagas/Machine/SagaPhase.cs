namespace Orchestrix.Sagas;

/// <summary>Which of the two things that can be done with a step.</summary>
internal enum SagaPhase
{
    Action,
    Undo,
}
