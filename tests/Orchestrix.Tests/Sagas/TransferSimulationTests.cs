using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Transfers;
using Bank.Transfers;
using Orchestrix.Commands;
using Orchestrix.Sagas;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>Money is neither made nor lost, whatever goes wrong between the accounts and the partner bank.</summary>
public sealed class TransferSimulationTests
{
    [Fact]
    public void Transfers_keep_the_money_together_under_every_seed() => SagaSimulation.Run(1, 200, TransferStory.Tell);

    [Theory]
    [InlineData("a", "a", 1, TransferRefusals.ToItself)]
    [InlineData("a", "b", 0, "positive")]
    [InlineData("a", "b", -1, "positive")]
    [InlineData("a/b", "b", 1, "account-id")]
    public async Task A_transfer_that_makes_no_sense_is_not_started(string from, string to, decimal amount, string code)
    {
        var world = new SagaWorld(SagaFaults.None, new Chance(1, 1)).AddSaga(new TransferSaga());
        var refused = world.StartAsync("transfer", "1", new Transfer(from, to, Money.Of(amount, "EUR")));
        world.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(Refusal.InvalidCommand, (await refused).Refusal?.Code);
        Assert.Contains((await refused).Refusal!.Errors, error => error.Code == code);
    }

    [Theory]
    [InlineData("frozen", AccountRefusals.Frozen)]
    [InlineData("nobody", AccountRefusals.NotFound)]
    [InlineData("dollars", AccountRefusals.WrongCurrency)]
    public void A_credit_that_is_refused_gives_the_money_back(string to, string code)
    {
        var world = new SagaWorld(SagaFaults.None, new Chance(1, 1)).AddSaga(new TransferSaga());
        var accounts = TransferStory.OpenAccounts(world, "a", "frozen", "dollars");
        _ = accounts["frozen"].FreezeAsync(new Freeze("court order"));
        _ = world.StartAsync("transfer", "1", new Transfer("a", to, Money.Of(30, "EUR")));
        world.Run(SagaSimulation.Limit);

        var view = world.View("transfer", "1");
        Assert.Equal((SagaStatus.Compensated, code), (view.Status, view.ReasonCode));
        Assert.Equal(TransferStory.Funds, accounts["a"].Balance);
    }
}
