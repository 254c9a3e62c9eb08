namespace Orchestrix.TestKit.Sagas;

/// <summary>What one run of a simulation was like.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Steps">Pieces of work that ran, one at a time.</param>
/// <param name="Faults">Faults that happened.</param>
/// <param name="Crashes">How many of them lost the silo.</param>
/// <param name="Failure">What did not hold, with as few faults as lead to it; null if everything did.</param>
/// <param name="FaultNumbers">The faults that lead to the failure, for a replay; empty without one.</param>
public sealed record SagaSimulationRun(
    int Seed, long Steps, int Faults, int Crashes, SagaSimulationException? Failure, IReadOnlyList<int> FaultNumbers);
