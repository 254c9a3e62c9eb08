using Orchestrix.Validation;

namespace Bank.Contracts;

/// <summary>What another system knows about a booking that it sends; each part is optional.</summary>
/// <param name="Operation">How the money moved, for example <c>cash-deposit</c> or <c>transfer-out</c>.</param>
/// <param name="BookedOn">The day on which the other system booked it.</param>
/// <param name="PartnerBank">The other bank.</param>
/// <param name="PartnerAccount">The account at the other bank.</param>
[GenerateSerializer, Immutable, Alias("bank.booking-details")]
public sealed record BookingDetails(
    [property: Id(0)] string? Operation = null,
    [property: Id(1)] DateOnly? BookedOn = null,
    [property: Id(2)] string? PartnerBank = null,
    [property: Id(3)] string? PartnerAccount = null)
{
    /// <summary>What is wrong, reported under <paramref name="field"/>.</summary>
    public IEnumerable<ValidationError?> Check(string field) =>
    [
        TextRules.Optional($"{field}.{nameof(Operation)}", Operation, AccountLimits.MaxDetailLength),
        TextRules.Optional($"{field}.{nameof(PartnerBank)}", PartnerBank, AccountLimits.MaxDetailLength),
        TextRules.Optional($"{field}.{nameof(PartnerAccount)}", PartnerAccount, AccountLimits.MaxDetailLength),
    ];
}
