using Bank.Accounts;
using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Orchestrix.TestKit.Scenarios;

namespace Orchestrix.Cluster.Tests.Domain;

public class AccountTests
{
    private static readonly AggregateScenario<Account> None = AggregateScenario<Account>.Given();

    private static readonly AggregateScenario<Account> Open = Given();

    [Fact]
    public void Opening_an_account_raises_one_event() =>
        None.When(new OpenAccount("Ada", "EUR", 100), AccountDecisions.Open).Then(new AccountOpened("Ada", Eur(100)));

    [Fact]
    public void Opening_an_account_twice_is_refused() =>
        Open.When(new OpenAccount("Eve", "EUR"), AccountDecisions.Open).ThenRefused(AccountRefusals.AlreadyOpen);

    [Fact]
    public void An_account_that_was_never_opened_refuses_everything_else()
    {
        None.When(new Deposit(Eur(1)), AccountDecisions.Deposit).ThenRefused(AccountRefusals.NotFound);
        None.When(new Withdraw(Eur(1)), AccountDecisions.Withdraw).ThenRefused(AccountRefusals.NotFound);
        None.When(new CreditInterest(Eur(1)), AccountDecisions.CreditInterest).ThenRefused(AccountRefusals.NotFound);
        None.When(new SetOverdraftLimit(Eur(1)), AccountDecisions.SetOverdraftLimit)
            .ThenRefused(AccountRefusals.NotFound);
        None.When(new Freeze("x"), AccountDecisions.Freeze).ThenRefused(AccountRefusals.NotFound);
        None.When(new Unfreeze(), AccountDecisions.Unfreeze).ThenRefused(AccountRefusals.NotFound);
        None.When(new Close(), AccountDecisions.Close).ThenRefused(AccountRefusals.NotFound);
    }

    [Fact]
    public void A_booking_carries_the_balance_after_it()
    {
        Open.When(new Deposit(Eur(30), "rent"), AccountDecisions.Deposit)
            .Then(new MoneyDeposited(Eur(30), Eur(30), "rent"));
        Open.When(new Withdraw(Eur(30)), AccountDecisions.Withdraw).Then(new MoneyWithdrawn(Eur(30), Eur(-30)));
        Open.When(new CreditInterest(Eur(0.01m)), AccountDecisions.CreditInterest)
            .Then(new InterestCredited(Eur(0.01m), Eur(0.01m)));
    }

    [Fact]
    public void Withdrawing_down_to_the_limit_is_accepted() =>
        Open.When(new Withdraw(Eur(100)), AccountDecisions.Withdraw).Then(new MoneyWithdrawn(Eur(100), Eur(-100)));

    [Fact]
    public void Withdrawing_more_than_the_limit_is_refused() =>
        Open.When(new Withdraw(Eur(100.01m)), AccountDecisions.Withdraw).ThenRefused(AccountRefusals.InsufficientFunds);

    [Fact]
    public void Another_currency_is_refused()
    {
        var dollars = Money.Of(1, "USD");
        Open.When(new Deposit(dollars), AccountDecisions.Deposit).ThenRefused(AccountRefusals.WrongCurrency);
        Open.When(new Withdraw(dollars), AccountDecisions.Withdraw).ThenRefused(AccountRefusals.WrongCurrency);
        Open.When(new SetOverdraftLimit(dollars), AccountDecisions.SetOverdraftLimit)
            .ThenRefused(AccountRefusals.WrongCurrency);
    }

    [Fact]
    public void A_balance_beyond_the_greatest_amount_is_refused()
    {
        var rich = Given(new MoneyDeposited(Eur(Money.MaxAmount), Eur(Money.MaxAmount)));
        rich.When(new Deposit(Eur(0.01m)), AccountDecisions.Deposit).ThenRefused(AccountRefusals.BalanceTooLarge);
    }

    [Fact]
    public void An_overdraft_limit_below_the_debt_or_without_change_is_refused()
    {
        var indebted = Given(new MoneyWithdrawn(Eur(60), Eur(-60)));
        indebted.When(new SetOverdraftLimit(Eur(59)), AccountDecisions.SetOverdraftLimit)
            .ThenRefused(AccountRefusals.OverdraftInUse);
        indebted.When(new SetOverdraftLimit(Eur(100)), AccountDecisions.SetOverdraftLimit)
            .ThenRefused(AccountRefusals.OverdraftLimitUnchanged);
        indebted.When(new SetOverdraftLimit(Eur(60)), AccountDecisions.SetOverdraftLimit)
            .Then(new OverdraftLimitSet(Eur(60)));
    }

    [Fact]
    public void A_frozen_account_only_unfreezes()
    {
        var frozen = Given(new AccountFrozen("court order"));
        Assert.Equal(Money.Zero("EUR"), frozen.State.Available);
        frozen.When(new Deposit(Eur(1)), AccountDecisions.Deposit).ThenRefused(AccountRefusals.Frozen);
        frozen.When(new Withdraw(Eur(1)), AccountDecisions.Withdraw).ThenRefused(AccountRefusals.Frozen);
        frozen.When(new Close(), AccountDecisions.Close).ThenRefused(AccountRefusals.Frozen);
        frozen.When(new Freeze("again"), AccountDecisions.Freeze).ThenRefused(AccountRefusals.AlreadyFrozen);
        frozen.When(new Unfreeze(), AccountDecisions.Unfreeze).Then(new AccountUnfrozen());
        Open.When(new Unfreeze(), AccountDecisions.Unfreeze).ThenRefused(AccountRefusals.NotFrozen);
    }

    [Fact]
    public void A_closed_account_accepts_nothing()
    {
        var closed = Given(new AccountClosed());
        closed.When(new Deposit(Eur(1)), AccountDecisions.Deposit).ThenRefused(AccountRefusals.Closed);
        closed.When(new Freeze("x"), AccountDecisions.Freeze).ThenRefused(AccountRefusals.Closed);
        closed.When(new Unfreeze(), AccountDecisions.Unfreeze).ThenRefused(AccountRefusals.Closed);
        closed.When(new Close(), AccountDecisions.Close).ThenRefused(AccountRefusals.Closed);
        closed.When(new OpenAccount("Ada", "EUR"), AccountDecisions.Open).ThenRefused(AccountRefusals.AlreadyOpen);
    }

    [Fact]
    public void An_account_with_money_or_debt_does_not_close()
    {
        Given(new MoneyDeposited(Eur(1), Eur(1))).When(new Close(), AccountDecisions.Close)
            .ThenRefused(AccountRefusals.BalanceNotZero);
        Given(new MoneyWithdrawn(Eur(1), Eur(-1))).When(new Close(), AccountDecisions.Close)
            .ThenRefused(AccountRefusals.BalanceNotZero);
        Open.When(new Close(), AccountDecisions.Close).Then(new AccountClosed());
    }

    [Fact]
    public void A_fold_never_changes_the_state_it_starts_from()
    {
        var before = Open.State;
        _ = before.Apply(new MoneyDeposited(Eur(1), Eur(1)));
        Assert.Equal(before, Given().State);
        Assert.Equal(1, before.Version);
    }

    [Fact]
    public void A_balance_that_does_not_follow_from_the_events_stops_the_fold() =>
        Assert.Throws<InvalidOperationException>(() => Given(new MoneyDeposited(Eur(1), Eur(2))));

    [Fact]
    public void An_unknown_event_stops_the_fold() => Assert.Throws<InvalidOperationException>(() => Given("what"));

    private static Money Eur(decimal amount) => Money.Of(amount, "EUR");

    /// <summary>An account of Ada's that may owe 100, and what happened to it.</summary>
    private static AggregateScenario<Account> Given(params object[] events) =>
        AggregateScenario<Account>.Given([new AccountOpened("Ada", Eur(100)), .. events]);
}
