namespace Orchestrix.Sagas;

/// <summary>A participant that is to be asked: its intent is recorded.</summary>
/// <param name="Step">The step.</param>
/// <param name="Phase">To take it or to undo it.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Deadline">When the attempt must be over at the latest.</param>
internal sealed record SagaCall(string Step, SagaPhase Phase, int Attempt, DateTimeOffset? Deadline);
