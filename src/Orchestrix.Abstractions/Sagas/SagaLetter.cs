namespace Orchestrix.Sagas;

/// <summary>What the dead letter of a parked saga says besides the code.</summary>
/// <param name="Error">The reason in words. It may quote what was worked on.</param>
/// <param name="Attempts">How often the step that it is parked at was tried in all; at least 1.</param>
/// <param name="CorrelationId">The conversation.</param>
public sealed record SagaLetter(string Error, int Attempts, string? CorrelationId);
