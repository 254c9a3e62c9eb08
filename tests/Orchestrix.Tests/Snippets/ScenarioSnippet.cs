using Bank.Accounts;
using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Orchestrix.Commands;
using Orchestrix.Sagas;
using Orchestrix.TestKit.Scenarios;

namespace Orchestrix.Tests.Snippets;

public sealed class ScenarioSnippet
{
    private static readonly CommandResult<string> Done = new() { Reply = "done" };

    private static readonly CommandResult<string> SoldOut = new()
    {
        Refusal = new Refusal("shop.sold-out", "Sold out."),
    };

    private static Money Eur(decimal amount) => Money.Of(amount, "EUR");

    // snippet: aggregate-scenario
    [Fact]
    public void An_account_pays_down_to_its_limit_and_not_further() =>
        AggregateScenario<Account>
            .Given(new AccountOpened("Ada", OverdraftLimit: Eur(100)))
            .When(new Withdraw(Eur(70)), AccountDecisions.Withdraw)
            .Then(new MoneyWithdrawn(Eur(70), Balance: Eur(-70)))
            .When(new Withdraw(Eur(40)), AccountDecisions.Withdraw)
            .ThenRefused(AccountRefusals.InsufficientFunds);
    // end-snippet

    // snippet: saga-scenario
    [Fact]
    public void An_order_that_cannot_be_reserved_is_refunded() =>
        new SagaScenario<Order>(new OrderSaga())
            .Given<IPaymentGrain>(nameof(IPaymentGrain.PayAsync), new TimeoutException(), Done)
            .Given<IPaymentGrain>(nameof(IPaymentGrain.RefundAsync), Done)
            .Given<IInventoryGrain>(nameof(IInventoryGrain.ReserveAsync), SoldOut)
            .WhenStarted(new Order("ada", "lamp", 30))
            .ThenCalls(
                "IPaymentGrain[ada].PayAsync",
                "IPaymentGrain[ada].PayAsync",
                "IInventoryGrain[lamp].ReserveAsync",
                "IPaymentGrain[ada].RefundAsync")
            .ThenCompensated("shop.sold-out");
    // end-snippet

    // snippet: saga-scenario-wait
    [Fact]
    public void A_large_order_waits_for_its_confirmation() =>
        new SagaScenario<Order>(new OrderSaga())
            .Given<IPaymentGrain>(nameof(IPaymentGrain.PayAsync), Done)
            .Given<IInventoryGrain>(nameof(IInventoryGrain.ReserveAsync), Done)
            .GivenAfter(TimeSpan.FromHours(3), order => order.SignalAsync(new SagaMessage("m-1", "confirmed")))
            .WhenStarted(new Order("ada", "piano", 3000))
            .ThenCompleted();
    // end-snippet
}
