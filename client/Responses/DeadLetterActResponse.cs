namespace Bank.Client.Responses;

/// <summary>What a person did with a dead letter.</summary>
/// <param name="Act">replay or discard.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record DeadLetterActResponse(string Act, string Actor, string Reason, DateTimeOffset At);
