using Bank.Accounts;
using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Orchestrix.Aggregates;

namespace Orchestrix.Cluster.Tests.Domain;

public class AccountTests
{
    private static readonly Account Open = Given(new AccountOpened("Ada", Eur(100)));

    [Fact]
    public void Opening_an_account_raises_one_event()
    {
        var decision = AccountDecisions.Open(new Account(), new OpenAccount("Ada", "EUR", 100));
        Assert.Equal(new AccountOpened("Ada", Eur(100)), Assert.Single(decision.Events));
    }

    [Fact]
    public void Opening_an_account_twice_is_refused() =>
        Refused(AccountRefusals.AlreadyOpen, AccountDecisions.Open(Open, new OpenAccount("Eve", "EUR")));

    [Fact]
    public void An_account_that_was_never_opened_refuses_everything_else()
    {
        var none = new Account();
        Refused(AccountRefusals.NotFound, AccountDecisions.Deposit(none, new Deposit(Eur(1))));
        Refused(AccountRefusals.NotFound, AccountDecisions.Withdraw(none, new Withdraw(Eur(1))));
        Refused(AccountRefusals.NotFound, AccountDecisions.CreditInterest(none, new CreditInterest(Eur(1))));
        Refused(AccountRefusals.NotFound, AccountDecisions.SetOverdraftLimit(none, new SetOverdraftLimit(Eur(1))));
        Refused(AccountRefusals.NotFound, AccountDecisions.Freeze(none, new Freeze("x")));
        Refused(AccountRefusals.NotFound, AccountDecisions.Unfreeze(none, new Unfreeze()));
        Refused(AccountRefusals.NotFound, AccountDecisions.Close(none, new Close()));
    }

    [Fact]
    public void A_booking_carries_the_balance_after_it()
    {
        var deposit = Accepted<MoneyDeposited>(AccountDecisions.Deposit(Open, new Deposit(Eur(30), "rent")));
        Assert.Equal((Eur(30), "rent"), (deposit.Balance, deposit.Reference));
        var withdrawal = Accepted<MoneyWithdrawn>(AccountDecisions.Withdraw(Open, new Withdraw(Eur(30))));
        Assert.Equal(Eur(-30), withdrawal.Balance);
        var interest = Accepted<InterestCredited>(
            AccountDecisions.CreditInterest(Open, new CreditInterest(Eur(0.01m))));
        Assert.Equal(Eur(0.01m), interest.Balance);
    }

    [Fact]
    public void Withdrawing_down_to_the_limit_is_accepted() =>
        Assert.Equal(Eur(-100),
            Accepted<MoneyWithdrawn>(AccountDecisions.Withdraw(Open, new Withdraw(Eur(100)))).Balance);

    [Fact]
    public void Withdrawing_more_than_the_limit_is_refused() =>
        Refused(AccountRefusals.InsufficientFunds, AccountDecisions.Withdraw(Open, new Withdraw(Eur(100.01m))));

    [Fact]
    public void Another_currency_is_refused()
    {
        var dollars = Money.Of(1, "USD");
        Refused(AccountRefusals.WrongCurrency, AccountDecisions.Deposit(Open, new Deposit(dollars)));
        Refused(AccountRefusals.WrongCurrency, AccountDecisions.Withdraw(Open, new Withdraw(dollars)));
        Refused(AccountRefusals.WrongCurrency,
            AccountDecisions.SetOverdraftLimit(Open, new SetOverdraftLimit(dollars)));
    }

    [Fact]
    public void A_balance_beyond_the_greatest_amount_is_refused()
    {
        var rich = Open.Apply(new MoneyDeposited(Eur(Money.MaxAmount), Eur(Money.MaxAmount)));
        Refused(AccountRefusals.BalanceTooLarge, AccountDecisions.Deposit(rich, new Deposit(Eur(0.01m))));
    }

    [Fact]
    public void An_overdraft_limit_below_the_debt_or_without_change_is_refused()
    {
        var indebted = Open.Apply(new MoneyWithdrawn(Eur(60), Eur(-60)));
        Refused(AccountRefusals.OverdraftInUse,
            AccountDecisions.SetOverdraftLimit(indebted, new SetOverdraftLimit(Eur(59))));
        Refused(AccountRefusals.OverdraftLimitUnchanged,
            AccountDecisions.SetOverdraftLimit(indebted, new SetOverdraftLimit(Eur(100))));
        Accepted<OverdraftLimitSet>(AccountDecisions.SetOverdraftLimit(indebted, new SetOverdraftLimit(Eur(60))));
    }

    [Fact]
    public void A_frozen_account_only_unfreezes()
    {
        var frozen = Open.Apply(new AccountFrozen("court order"));
        Assert.Equal(Money.Zero("EUR"), frozen.Available);
        Refused(AccountRefusals.Frozen, AccountDecisions.Deposit(frozen, new Deposit(Eur(1))));
        Refused(AccountRefusals.Frozen, AccountDecisions.Withdraw(frozen, new Withdraw(Eur(1))));
        Refused(AccountRefusals.Frozen, AccountDecisions.Close(frozen, new Close()));
        Refused(AccountRefusals.AlreadyFrozen, AccountDecisions.Freeze(frozen, new Freeze("again")));
        Accepted<AccountUnfrozen>(AccountDecisions.Unfreeze(frozen, new Unfreeze()));
        Refused(AccountRefusals.NotFrozen, AccountDecisions.Unfreeze(Open, new Unfreeze()));
    }

    [Fact]
    public void A_closed_account_accepts_nothing()
    {
        var closed = Open.Apply(new AccountClosed());
        Refused(AccountRefusals.Closed, AccountDecisions.Deposit(closed, new Deposit(Eur(1))));
        Refused(AccountRefusals.Closed, AccountDecisions.Freeze(closed, new Freeze("x")));
        Refused(AccountRefusals.Closed, AccountDecisions.Unfreeze(closed, new Unfreeze()));
        Refused(AccountRefusals.Closed, AccountDecisions.Close(closed, new Close()));
        Refused(AccountRefusals.AlreadyOpen, AccountDecisions.Open(closed, new OpenAccount("Ada", "EUR")));
    }

    [Fact]
    public void An_account_with_money_or_debt_does_not_close()
    {
        Refused(AccountRefusals.BalanceNotZero,
            AccountDecisions.Close(Open.Apply(new MoneyDeposited(Eur(1), Eur(1))), new Close()));
        Refused(AccountRefusals.BalanceNotZero,
            AccountDecisions.Close(Open.Apply(new MoneyWithdrawn(Eur(1), Eur(-1))), new Close()));
        Accepted<AccountClosed>(AccountDecisions.Close(Open, new Close()));
    }

    [Fact]
    public void A_fold_never_changes_the_state_it_starts_from()
    {
        var before = Open;
        _ = Open.Apply(new MoneyDeposited(Eur(1), Eur(1)));
        Assert.Equal(before, Given(new AccountOpened("Ada", Eur(100))));
        Assert.Equal(1, Open.Version);
    }

    [Fact]
    public void A_balance_that_does_not_follow_from_the_events_stops_the_fold() =>
        Assert.Throws<InvalidOperationException>(() => Open.Apply(new MoneyDeposited(Eur(1), Eur(2))));

    [Fact]
    public void An_unknown_event_stops_the_fold() => Assert.Throws<InvalidOperationException>(() => Open.Apply("what"));

    private static Money Eur(decimal amount) => Money.Of(amount, "EUR");

    private static Account Given(params object[] events) =>
        events.Aggregate(new Account(), (state, @event) => state.Apply(@event));

    private static TEvent Accepted<TEvent>(Decision decision)
    {
        Assert.Null(decision.Refusal);
        return Assert.IsType<TEvent>(Assert.Single(decision.Events));
    }

    private static void Refused(string code, Decision decision)
    {
        Assert.Empty(decision.Events);
        Assert.Equal(code, decision.Refusal?.Code);
    }
}
