namespace Bank.Contracts.Replies;

/// <summary>A part of an account's events.</summary>
/// <param name="Events">The events, oldest first.</param>
/// <param name="NextVersion">Where the next page begins; null if this is the last one.</param>
[GenerateSerializer, Immutable, Alias("bank.account-events-page")]
public sealed record AccountEventsPage(
    [property: Id(0)] IReadOnlyList<AccountEvent> Events, [property: Id(1)] long? NextVersion);
