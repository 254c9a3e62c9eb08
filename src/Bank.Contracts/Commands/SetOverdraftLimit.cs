using Orchestrix.Commands;
using Orchestrix.Validation;

namespace Bank.Contracts.Commands;

/// <summary>Changes how far the balance may fall below zero.</summary>
/// <param name="Limit">The new limit, in the account's currency; not negative, and not below what the account
/// owes.</param>
[GenerateSerializer, Immutable, Alias("bank.set-overdraft-limit")]
public sealed record SetOverdraftLimit([property: Id(0)] Money Limit) : Command
{
    /// <inheritdoc/>
    public override IEnumerable<ValidationError?> Validate() => AmountRules.NotNegative(nameof(Limit), Limit);
}
