using Bank.Accounts;
using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Orchestrix.TestKit.Scenarios;

namespace Orchestrix.Tests.Scenarios;

/// <summary>What a scenario of an aggregate says when something else happens.</summary>
public sealed class AggregateScenarioTests
{
    private static readonly AggregateScenario<Account> Open =
        AggregateScenario<Account>.Given(new AccountOpened("Ada", Eur(10)));

    [Fact]
    public void Events_refusals_and_wrong_fields_are_told_apart()
    {
        Open.When(new Withdraw(Eur(10)), AccountDecisions.Withdraw).Then(new MoneyWithdrawn(Eur(10), Eur(-10)));
        Open.When(new Withdraw(Eur(11)), AccountDecisions.Withdraw).ThenRefused(AccountRefusals.InsufficientFunds);
        Open.When(new Withdraw(Eur(-1), " "), AccountDecisions.Withdraw).ThenInvalid("Amount", "Reference");
        Open.When(new Deposit(Eur(5)), AccountDecisions.Deposit)
            .ThenState(account => Assert.Equal(Eur(5), account.Balance));
    }

    [Fact]
    public void Other_events_are_shown_beside_the_expected_ones()
    {
        var failure = Assert.Throws<ScenarioException>(() => Open
            .When(new Withdraw(Eur(10)), AccountDecisions.Withdraw)
            .Then(new MoneyWithdrawn(Eur(10), Eur(0)), new AccountFrozen("x")));

        Assert.Equal(
            """
            Other events happened than expected:
            - MoneyWithdrawn {"amount":{"amount":10.00,"currency":"EUR"},"balance":{"amount":0.00,"currency":"EUR"}}
            - AccountFrozen {"reason":"x"}
            + MoneyWithdrawn {"amount":{"amount":10.00,"currency":"EUR"},"balance":{"amount":-10.00,"currency":"EUR"}}
            (- expected, + happened)
            """,
            failure.Message, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void What_both_have_in_common_is_not_marked()
    {
        var failure = Assert.Throws<ScenarioException>(() => Open
            .When(new Close(), AccountDecisions.Close)
            .Then(new AccountClosed(), new AccountUnfrozen()));

        Assert.Contains($"{Environment.NewLine}  AccountClosed {{}}{Environment.NewLine}- AccountUnfrozen {{}}",
            failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_that_was_not_expected_is_told_with_its_code()
    {
        var refused = Assert.Throws<ScenarioException>(() =>
            Open.When(new Withdraw(Eur(11)), AccountDecisions.Withdraw).Then(new AccountClosed()));
        var other = Assert.Throws<ScenarioException>(() =>
            Open.When(new Withdraw(Eur(11)), AccountDecisions.Withdraw).ThenRefused(AccountRefusals.Frozen));
        var accepted = Assert.Throws<ScenarioException>(() =>
            Open.When(new Close(), AccountDecisions.Close).ThenRefused(AccountRefusals.Frozen));

        Assert.Contains(AccountRefusals.InsufficientFunds, refused.Message, StringComparison.Ordinal);
        Assert.Contains(AccountRefusals.InsufficientFunds, other.Message, StringComparison.Ordinal);
        Assert.Contains("AccountClosed", accepted.Message, StringComparison.Ordinal);
    }

    private static Money Eur(decimal amount) => Money.Of(amount, "EUR");
}
