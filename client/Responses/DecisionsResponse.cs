namespace Bank.Client.Responses;

/// <summary>What became of a decision about many dead letters.</summary>
/// <param name="Ids">The letters that were changed; repeat the request until there are none.</param>
public sealed record DecisionsResponse(IReadOnlyList<long> Ids);
