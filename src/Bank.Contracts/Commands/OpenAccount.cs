using Orchestrix.Commands;
using Orchestrix.Validation;

namespace Bank.Contracts.Commands;

/// <summary>Opens the account; its id is the grain's key.</summary>
[GenerateSerializer, Immutable, Alias("bank.open-account")]
public sealed record OpenAccount : Command
{
    /// <summary>Asks for an account.</summary>
    /// <param name="owner">Who owns it: 1 to <see cref="AccountLimits.MaxOwnerLength"/> characters.</param>
    /// <param name="currency">The one currency of the account, from <see cref="Currencies.Codes"/>.</param>
    /// <param name="overdraftLimit">How far the balance may fall below zero; not negative. Default 0.</param>
    public OpenAccount(string owner, string currency, decimal overdraftLimit = 0m) =>
        (Owner, OverdraftLimit) = (owner, new Money(overdraftLimit, currency));

    /// <summary>Who owns the account.</summary>
    [Id(0)]
    public string Owner { get; init; }

    /// <summary>How far the balance may fall below zero. Its currency is that of the account.</summary>
    [Id(1)]
    public Money OverdraftLimit { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<ValidationError?> Validate() =>
    [
        TextRules.Required(nameof(Owner), Owner, AccountLimits.MaxOwnerLength),
        .. AmountRules.NotNegative(nameof(OverdraftLimit), OverdraftLimit),
    ];
}
