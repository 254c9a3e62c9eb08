using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Orchestrix.Aggregates;

namespace Bank.Accounts;

/// <summary>
/// The rules of an account: pure functions of its state and a command that passed <c>Validate</c>. A command that would
/// change nothing is refused, because what writes nothing leaves no receipt: a repeat of it after later changes would
/// take effect.
/// </summary>
public static class AccountDecisions
{
    /// <summary>An id is opened once.</summary>
    public static Decision Open(Account account, OpenAccount command)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(command);
        return account.Status == AccountStatus.None
            ? Decision.Accept(new AccountOpened(command.Owner, command.OverdraftLimit))
            : Decision.Refuse(AccountRefusals.AlreadyOpen, "An account with this id was opened before.");
    }

    /// <summary>
    /// Money comes in while the account is open and the balance stays within <see cref="Money.MaxAmount"/>.
    /// </summary>
    public static Decision Deposit(Account account, Deposit command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Credit(account, command.Amount,
            balance => new MoneyDeposited(command.Amount, balance, command.Reference, command.Booking));
    }

    /// <summary>Interest comes in under the rules of a deposit.</summary>
    public static Decision CreditInterest(Account account, CreditInterest command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Credit(account, command.Amount,
            balance => new InterestCredited(command.Amount, balance, command.Reference, command.Booking));
    }

    /// <summary>Money goes out while the account is open, down to the overdraft limit.</summary>
    public static Decision Withdraw(Account account, Withdraw command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (NotUsable(account, command.Amount.Currency) is { } refused)
            return refused;
        var balance = account.Balance - command.Amount;
        return balance < -account.OverdraftLimit
            ? Decision.Refuse(AccountRefusals.InsufficientFunds,
                "The balance and the overdraft limit do not cover the amount.")
            : Decision.Accept(new MoneyWithdrawn(command.Amount, balance, command.Reference, command.Booking));
    }

    /// <summary>The limit changes while the account is open, but not to less than it owes.</summary>
    public static Decision SetOverdraftLimit(Account account, SetOverdraftLimit command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (NotUsable(account, command.Limit.Currency) is { } refused)
            return refused;
        if (command.Limit == account.OverdraftLimit)
            return Decision.Refuse(AccountRefusals.OverdraftLimitUnchanged, "The overdraft limit is this already.");
        return account.Balance < -command.Limit
            ? Decision.Refuse(AccountRefusals.OverdraftInUse, "The account owes more than the new overdraft limit.")
            : Decision.Accept(new OverdraftLimitSet(command.Limit));
    }

    /// <summary>An open account is frozen.</summary>
    public static Decision Freeze(Account account, Freeze command)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(command);
        return account.Status == AccountStatus.Frozen
            ? Decision.Refuse(AccountRefusals.AlreadyFrozen, "The account is frozen already.")
            : NotUsable(account) ?? Decision.Accept(new AccountFrozen(command.Reason));
    }

    /// <summary>A frozen account is opened again.</summary>
    public static Decision Unfreeze(Account account, Unfreeze command)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.Status switch
        {
            AccountStatus.Frozen => Decision.Accept(new AccountUnfrozen()),
            AccountStatus.Open => Decision.Refuse(AccountRefusals.NotFrozen, "The account is not frozen."),
            _ => NotUsable(account)!.Value,
        };
    }

    /// <summary>An open account that neither holds nor owes money is closed for ever.</summary>
    public static Decision Close(Account account, Close command)
    {
        ArgumentNullException.ThrowIfNull(account);
        return NotUsable(account) ?? (account.Balance.Amount == 0m
            ? Decision.Accept(new AccountClosed())
            : Decision.Refuse(AccountRefusals.BalanceNotZero,
                "The account holds or owes money; its balance must be zero."));
    }

    private static Decision Credit(Account account, Money amount, Func<Money, object> raise)
    {
        if (NotUsable(account, amount.Currency) is { } refused)
            return refused;
        var balance = account.Balance + amount;
        return balance.Amount > Money.MaxAmount
            ? Decision.Refuse(AccountRefusals.BalanceTooLarge, $"The balance would exceed {Money.MaxAmount}.")
            : Decision.Accept(raise(balance));
    }

    private static Decision? NotUsable(Account account, string currency) =>
        NotUsable(account) ?? (account.Balance.Currency == currency
            ? null
            : Decision.Refuse(AccountRefusals.WrongCurrency, "The amount is not in the account's currency."));

    private static Decision? NotUsable(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.Status switch
        {
            AccountStatus.None => Decision.Refuse(AccountRefusals.NotFound, "No account was opened under this id."),
            AccountStatus.Frozen => Decision.Refuse(AccountRefusals.Frozen, "The account is frozen."),
            AccountStatus.Closed => Decision.Refuse(AccountRefusals.Closed, "The account is closed."),
            _ => null,
        };
    }
}
