namespace Bank.Client.Responses;

/// <summary>A page of dead letters.</summary>
/// <param name="Letters">The letters, newest first.</param>
/// <param name="Next">The address of the next page; absent on the last one.</param>
public sealed record DeadLettersResponse(IReadOnlyList<DeadLetterResponse> Letters, string? Next);
