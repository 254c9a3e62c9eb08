namespace Bank.Contracts.Replies;

/// <summary>One line of a statement.</summary>
/// <param name="Version">The version of the event that the line is made from.</param>
/// <param name="RecordedAt">When the bank recorded it.</param>
/// <param name="Kind">Why money moved.</param>
/// <param name="Amount">Positive if money came in, negative if it went out.</param>
/// <param name="Balance">The balance after this line.</param>
/// <param name="Reference">The text given with the booking.</param>
/// <param name="Booking">What another system knew about the booking.</param>
[GenerateSerializer, Immutable, Alias("bank.statement-entry")]
public sealed record StatementEntry(
    [property: Id(0)] long Version,
    [property: Id(1)] DateTimeOffset RecordedAt,
    [property: Id(2)] StatementEntryKind Kind,
    [property: Id(3)] decimal Amount,
    [property: Id(4)] decimal Balance,
    [property: Id(5)] string? Reference,
    [property: Id(6)] BookingDetails? Booking);
