using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using Bank.Contracts.Transfers;
using Bank.Transfers;
using Orchestrix.Commands;
using Orchestrix.Sagas;
using Orchestrix.TestKit.Scenarios;

namespace Orchestrix.Tests.Scenarios;

/// <summary>Scenarios of the bank's transfer, and what a scenario of a saga says when something else happens.</summary>
public sealed class SagaScenarioTests
{
    private static readonly Transfer Rent = new("a", "b", Money.Of(30, "EUR"));

    private static readonly CommandResult<AccountView> Accepted = new()
    {
        Reply = new AccountView("a", "Ada", "EUR", 0, 0, 0, AccountStatus.Open, 3),
    };

    [Fact]
    public void A_transfer_debits_and_credits_under_ids_of_its_own()
    {
        var outcome = Scenario(Accepted, Accepted).WhenStarted(Rent)
            .ThenCalls("IAccountGrain[a].WithdrawAsync", "IAccountGrain[b].DepositAsync")
            .ThenCompleted();

        var debit = Assert.IsType<Withdraw>(Assert.Single(outcome.Calls[0].Arguments));
        var credit = Assert.IsType<Deposit>(Assert.Single(outcome.Calls[1].Arguments));
        Assert.Equal(("transfer/1/debit", "transfer/1/credit"), (debit.CommandId, credit.CommandId));
    }

    [Fact]
    public void A_debit_that_nobody_is_sure_of_is_asked_for_again_before_it_is_refunded() =>
        new SagaScenario<Transfer>(new TransferSaga())
            .Given<IAccountGrain>(
                nameof(IAccountGrain.WithdrawAsync), [.. Enumerable.Repeat(new TimeoutException(), 6), Accepted])
            .Given<IAccountGrain>(nameof(IAccountGrain.DepositAsync), Accepted)
            .WhenStarted(Rent)
            .ThenCalls(
                [.. Enumerable.Repeat("IAccountGrain[a].WithdrawAsync", 7), "IAccountGrain[a].DepositAsync"])
            .ThenCompensated(SagaRefusals.AttemptTimedOut);

    [Fact]
    public void A_credit_that_is_refused_gives_the_money_back() =>
        new SagaScenario<Transfer>(new TransferSaga())
            .Given<IAccountGrain>(nameof(IAccountGrain.WithdrawAsync), Accepted)
            .Given<IAccountGrain>(nameof(IAccountGrain.DepositAsync), Accepted)
            .GivenAt<IAccountGrain>("b", nameof(IAccountGrain.DepositAsync), Refused(AccountRefusals.Frozen))
            .WhenStarted(Rent)
            .ThenCalls(
                "IAccountGrain[a].WithdrawAsync", "IAccountGrain[b].DepositAsync", "IAccountGrain[a].DepositAsync")
            .ThenCompensated(AccountRefusals.Frozen);

    [Fact]
    public void A_payment_that_stays_unknown_waits_for_a_person() =>
        new SagaScenario<Transfer>(new TransferSaga())
            .Given<IAccountGrain>(nameof(IAccountGrain.WithdrawAsync), Accepted)
            .Given<IPartnerBankGrain>(nameof(IPartnerBankGrain.PayAsync), new TimeoutException())
            .WhenStarted(Rent with { PartnerBank = "AB" })
            .ThenParked(SagaRefusals.StepFailed);

    [Fact]
    public void A_payment_that_is_pending_is_asked_about_until_it_is_settled() =>
        new SagaScenario<Transfer>(new TransferSaga())
            .Given<IAccountGrain>(nameof(IAccountGrain.WithdrawAsync), Accepted)
            .Given<IPartnerBankGrain>(
                nameof(IPartnerBankGrain.PayAsync),
                PaymentStatus.Pending, PaymentStatus.Pending, PaymentStatus.Settled)
            .WhenStarted(Rent with { PartnerBank = "AB" })
            .ThenCompleted();

    [Fact]
    public void A_transfer_that_makes_no_sense_asks_nobody() =>
        Scenario(Accepted, Accepted).WhenStarted(Rent with { To = "a" })
            .ThenCalls()
            .ThenRefused(Refusal.InvalidCommand);

    [Fact]
    public void Other_calls_and_ends_are_shown_with_what_happened()
    {
        var outcome = Scenario(Accepted, Accepted).WhenStarted(Rent);

        var calls = Assert.Throws<ScenarioException>(() =>
            outcome.ThenCalls("IAccountGrain[a].WithdrawAsync", "IAccountGrain[c].DepositAsync"));
        Assert.Contains("- IAccountGrain[c].DepositAsync", calls.Message, StringComparison.Ordinal);
        Assert.Contains("+ IAccountGrain[b].DepositAsync", calls.Message, StringComparison.Ordinal);
        var end = Assert.Throws<ScenarioException>(() => outcome.ThenCompensated("x"));
        Assert.Contains("was to be Compensated (x), and is Completed", end.Message, StringComparison.Ordinal);
        Assert.Contains("SagaStepSucceeded", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_without_an_answer_is_named()
    {
        var missing = Assert.Throws<ScenarioException>(() => new SagaScenario<Transfer>(new TransferSaga())
            .Given<IAccountGrain>(nameof(IAccountGrain.WithdrawAsync), Accepted)
            .WhenStarted(Rent));

        Assert.Contains("IAccountGrain[b].DepositAsync", missing.Message, StringComparison.Ordinal);
    }

    private static SagaScenario<Transfer> Scenario(object debit, object credit) =>
        new SagaScenario<Transfer>(new TransferSaga())
            .Given<IAccountGrain>(nameof(IAccountGrain.WithdrawAsync), debit)
            .Given<IAccountGrain>(nameof(IAccountGrain.DepositAsync), credit);

    private static CommandResult<AccountView> Refused(string code) => new() { Refusal = new Refusal(code, "No.") };
}
