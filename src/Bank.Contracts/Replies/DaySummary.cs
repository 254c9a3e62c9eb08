namespace Bank.Contracts.Replies;

/// <summary>What moved on an account on one day.</summary>
/// <param name="Day">The day on which it was recorded, in UTC.</param>
/// <param name="Currency">The currency of all amounts.</param>
/// <param name="OpeningBalance">The balance before the first booking of the day.</param>
/// <param name="Credits">What came in.</param>
/// <param name="Debits">What went out; zero or more.</param>
/// <param name="ClosingBalance">The balance after the last booking of the day.</param>
/// <param name="Bookings">Number of bookings.</param>
[GenerateSerializer, Immutable, Alias("bank.day-summary")]
public sealed record DaySummary(
    [property: Id(0)] DateOnly Day,
    [property: Id(1)] string Currency,
    [property: Id(2)] decimal OpeningBalance,
    [property: Id(3)] decimal Credits,
    [property: Id(4)] decimal Debits,
    [property: Id(5)] decimal ClosingBalance,
    [property: Id(6)] int Bookings);
