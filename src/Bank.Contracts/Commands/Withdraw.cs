using Orchestrix.Commands;
using Orchestrix.Validation;

namespace Bank.Contracts.Commands;

/// <summary>Takes money out of the account, down to the overdraft limit.</summary>
/// <param name="Amount">How much, in the account's currency; greater than zero.</param>
/// <param name="Reference">A text for the statement, at most <see cref="AccountLimits.MaxReferenceLength"/>
/// characters.</param>
/// <param name="Booking">What another system knows about it.</param>
[GenerateSerializer, Immutable, Alias("bank.withdraw")]
public sealed record Withdraw(
    [property: Id(0)] Money Amount,
    [property: Id(1)] string? Reference = null,
    [property: Id(2)] BookingDetails? Booking = null) : Command
{
    /// <inheritdoc/>
    public override IEnumerable<ValidationError?> Validate() =>
    [
        .. AmountRules.Positive(nameof(Amount), Amount),
        TextRules.Optional(nameof(Reference), Reference, AccountLimits.MaxReferenceLength),
        .. Booking?.Check(nameof(Booking)) ?? [],
    ];
}
