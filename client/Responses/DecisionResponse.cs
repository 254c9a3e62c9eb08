namespace Bank.Client.Responses;

/// <summary>What became of a decision about a dead letter.</summary>
/// <param name="Id">The letter.</param>
/// <param name="IsRepeat">True if it had been decided so before; nothing was changed.</param>
public sealed record DecisionResponse(long Id, bool IsRepeat);
