using Bank.Contracts.Commands;
using Orchestrix.Validation;

namespace Bank.Contracts.Transfers;

/// <summary>Money that is to move from an account of this bank to another one, here or at a partner bank.</summary>
/// <param name="From">The account that pays.</param>
/// <param name="To">The account that receives.</param>
/// <param name="Amount">How much; greater than zero, in the currency of both accounts.</param>
/// <param name="Reference">A text for both statements, or null.</param>
/// <param name="PartnerBank">The bank of the account that receives; null for this one.</param>
[GenerateSerializer, Immutable, Alias("bank.transfer")]
public sealed record Transfer(
    [property: Id(0)] string From,
    [property: Id(1)] string To,
    [property: Id(2)] Money Amount,
    [property: Id(3)] string? Reference = null,
    [property: Id(4)] string? PartnerBank = null)
{
    /// <summary>True if <paramref name="id"/> can name a transfer: it has an account's characters and length.</summary>
    public static bool IsTransferId(string? id) => AccountLimits.IsAccountId(id);

    /// <summary>
    /// What is wrong with it. The accounts apply the same rules to amount and texts, but by then it would have started.
    /// </summary>
    public IEnumerable<ValidationError?> Check() =>
    [
        AccountId(nameof(From), From),
        PartnerBank is null
            ? AccountId(nameof(To), To)
            : TextRules.Required(nameof(To), To, AccountLimits.MaxDetailLength),
        PartnerBank is null && From == To
            ? new ValidationError(nameof(To), TransferRefusals.ToItself, "An account cannot transfer to itself.")
            : null,
        PartnerBank is null || AccountLimits.IsAccountId(PartnerBank)
            ? null
            : new ValidationError(nameof(PartnerBank), "bank-name", "PartnerBank is not the name of a bank."),
        .. new Withdraw(Amount, Reference).Validate(),
    ];

    private static ValidationError? AccountId(string field, string? id) => AccountLimits.IsAccountId(id)
        ? null
        : new ValidationError(field, "account-id", $"{field} is not the id of an account.");
}
