using Orchestrix.Commands;
using Orchestrix.Validation;

namespace Bank.Contracts.Commands;

/// <summary>Stops all movement on the account until it is unfrozen.</summary>
/// <param name="Reason">Why: 1 to <see cref="AccountLimits.MaxReasonLength"/> characters.</param>
[GenerateSerializer, Immutable, Alias("bank.freeze")]
public sealed record Freeze([property: Id(0)] string Reason) : Command
{
    /// <inheritdoc/>
    public override IEnumerable<ValidationError?> Validate() =>
        [TextRules.Required(nameof(Reason), Reason, AccountLimits.MaxReasonLength)];
}
