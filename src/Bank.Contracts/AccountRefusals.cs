namespace Bank.Contracts;

/// <summary>The stable codes of an account's refusals. A published code never changes its meaning.</summary>
public static class AccountRefusals
{
    /// <summary>No account was opened under this id.</summary>
    public const string NotFound = "account.not-found";

    /// <summary>The account was opened before, by another command.</summary>
    public const string AlreadyOpen = "account.already-open";

    /// <summary>The account is closed for ever.</summary>
    public const string Closed = "account.closed";

    /// <summary>The account is frozen.</summary>
    public const string Frozen = "account.frozen";

    /// <summary>The account is frozen already.</summary>
    public const string AlreadyFrozen = "account.already-frozen";

    /// <summary>The account is not frozen.</summary>
    public const string NotFrozen = "account.not-frozen";

    /// <summary>The balance would fall below the overdraft limit.</summary>
    public const string InsufficientFunds = "account.insufficient-funds";

    /// <summary>The amount is not in the account's currency.</summary>
    public const string WrongCurrency = "account.wrong-currency";

    /// <summary>The account holds or owes money, so it cannot be closed.</summary>
    public const string BalanceNotZero = "account.balance-not-zero";

    /// <summary>The balance would exceed <see cref="Money.MaxAmount"/>.</summary>
    public const string BalanceTooLarge = "account.balance-too-large";

    /// <summary>The overdraft limit is what it was asked to be.</summary>
    public const string OverdraftLimitUnchanged = "account.overdraft-limit-unchanged";

    /// <summary>The account owes more than the new overdraft limit allows.</summary>
    public const string OverdraftInUse = "account.overdraft-in-use";
}
