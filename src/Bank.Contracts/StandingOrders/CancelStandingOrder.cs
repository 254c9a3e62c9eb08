using Orchestrix.Commands;
using Orchestrix.Validation;

namespace Bank.Contracts.StandingOrders;

/// <summary>Ends a standing order for ever. An execution that has begun goes on.</summary>
/// <param name="Reason">Why: 1 to <see cref="AccountLimits.MaxReasonLength"/> characters.</param>
[GenerateSerializer, Immutable, Alias("bank.cancel-standing-order")]
public sealed record CancelStandingOrder([property: Id(0)] string Reason) : Command
{
    /// <inheritdoc/>
    public override IEnumerable<ValidationError?> Validate() =>
        [TextRules.Required(nameof(Reason), Reason, AccountLimits.MaxReasonLength)];
}
