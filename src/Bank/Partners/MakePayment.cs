using Bank.Contracts.Transfers;
using Orchestrix.Commands;
using Orchestrix.Validation;

namespace Bank.Partners;

/// <summary>Asks a partner bank to decide about a payment.</summary>
/// <param name="Payment">The payment.</param>
public sealed record MakePayment(Payment Payment) : Command
{
    /// <inheritdoc/>
    public override IEnumerable<ValidationError?> Validate() =>
    [
        Orchestrix.Validation.Validate.NotEmpty(nameof(Payment.Id), Payment.Id),
        Orchestrix.Validation.Validate.Positive(nameof(Payment.Amount), Payment.Amount.Amount),
        .. Payment.Amount.Check(nameof(Payment.Amount)),
    ];
}
