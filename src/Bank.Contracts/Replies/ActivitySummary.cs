namespace Bank.Contracts.Replies;

/// <summary>How busy an account is.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Currency">The currency of its turnover.</param>
/// <param name="Bookings">Number of bookings.</param>
/// <param name="Turnover">All that moved, in or out.</param>
/// <param name="LastBookedAt">When money last moved.</param>
[GenerateSerializer, Immutable, Alias("bank.activity-summary")]
public sealed record ActivitySummary(
    [property: Id(0)] string AccountId,
    [property: Id(1)] string Currency,
    [property: Id(2)] long Bookings,
    [property: Id(3)] decimal Turnover,
    [property: Id(4)] DateTimeOffset LastBookedAt);
