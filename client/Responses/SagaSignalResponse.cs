namespace Bank.Client.Responses;

/// <summary>What became of a message to a saga.</summary>
/// <param name="Id">The message.</param>
/// <param name="Outcome">received, repeated or ignored.</param>
public sealed record SagaSignalResponse(string Id, string Outcome);
