namespace Bank.Client.Responses;

/// <summary>What a person did with a dead letter, or how its source answered.</summary>
/// <param name="Act">replay, discard, or refuse if the source could not do the replay that was asked for.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record DeadLetterActResponse(string Act, string Actor, string Reason, DateTimeOffset At);
