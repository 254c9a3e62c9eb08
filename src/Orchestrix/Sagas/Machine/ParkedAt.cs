namespace Orchestrix.Sagas;

/// <summary>Why a saga cannot go on, and what it was doing.</summary>
internal sealed record ParkedAt(string Code, string Reason, string? Step, SagaStatus Before, DateTimeOffset Since);
