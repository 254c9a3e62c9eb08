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
    private const decimal Funds = 100;

    [Fact]
    public void Transfers_keep_the_money_together_under_every_seed() => SagaSimulation.Run(1, 200, Story);

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
        var accounts = Open(world, "a", "frozen", "dollars");
        _ = accounts["frozen"].FreezeAsync(new Freeze("court order"));
        _ = world.StartAsync("transfer", "1", new Transfer("a", to, Money.Of(30, "EUR")));
        world.Run(SagaSimulation.Limit);

        var view = world.View("transfer", "1");
        Assert.Equal((SagaStatus.Compensated, code), (view.Status, view.ReasonCode));
        Assert.Equal(Funds, accounts["a"].Balance);
    }

    private static Action Story(SagaWorld world)
    {
        world.AddSaga(new TransferSaga());
        var accounts = Open(world, "a", "b", "c");
        var partner = new SimulatedPartnerBank(world.Chance);
        world.Grains.Add<IPartnerBankGrain>(_ => partner);
        var transfers = new Dictionary<string, Transfer>(StringComparer.Ordinal);
        for (var index = 0; index < 6; index++)
        {
            var (from, to) = ("abc"[index % 3].ToString(), "abca"[(index % 3) + 1].ToString());
            var amount = Money.Of(20 + (10 * world.Chance.Pick(8)), "EUR");
            transfers[$"{index}"] = new Transfer(from, to, amount, null, world.Chance.NextDouble() < 0.4 ? "AB" : null);
            _ = world.StartAsync("transfer", $"{index}", transfers[$"{index}"]);
            if (world.Chance.NextDouble() < 0.2)
            {
                _ = world.DoAsync("transfer", $"{index}", TimeSpan.FromSeconds(world.Chance.NextDouble() * 5),
                    transfer => transfer.CancelAsync(new SagaAct("a", "changed their mind")));
            }
        }
        return () =>
        {
            var onTheWay = 0m;
            foreach (var (key, transfer) in transfers)
                onTheWay += OnTheWay(world.View("transfer", key), transfer, accounts, partner);
            Assert.Equal(3 * Funds, accounts.Values.Sum(account => account.Balance) + partner.Received + onTheWay);
            Assert.All(accounts.Values, account => Assert.True(account.Balance >= 0));
        };
    }

    /// <summary>
    /// What was debited and neither credited nor refunded: nothing, unless a person is asked to see to it.
    /// </summary>
    private static decimal OnTheWay(
        SagaView view, Transfer transfer, Dictionary<string, SimulatedAccount> accounts, SimulatedPartnerBank partner)
    {
        var debited = accounts[transfer.From].Account.HasHandled($"{view.Saga}/debit");
        var refunded = accounts[transfer.From].Account.HasHandled($"{view.Saga}/debit/undo");
        var credited = accounts[transfer.To].Account.HasHandled($"{view.Saga}/credit")
            || partner.HasSettled($"{view.Saga}/credit");
        switch (view.Status)
        {
            case SagaStatus.Completed:
                Assert.Equal((true, true, false), (debited, credited, refunded));
                break;
            case SagaStatus.Compensated:
                Assert.Equal((debited, false), (refunded, credited));
                break;
            default:
                Assert.Equal(SagaStatus.Parked, view.Status);
                break;
        }
        return debited && !credited && !refunded ? transfer.Amount.Amount : 0;
    }

    private static Dictionary<string, SimulatedAccount> Open(SagaWorld world, params string[] ids)
    {
        var accounts = new Dictionary<string, SimulatedAccount>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            var currency = id == "dollars" ? "USD" : "EUR";
            accounts[id] = new SimulatedAccount(id);
            _ = accounts[id].OpenAsync(new OpenAccount(id, currency));
            _ = accounts[id].DepositAsync(new Deposit(Money.Of(Funds, currency)));
        }
        world.Grains.Add<IAccountGrain>(id => accounts.GetValueOrDefault(id) ?? new SimulatedAccount(id));
        return accounts;
    }
}
