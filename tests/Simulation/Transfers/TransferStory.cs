using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Transfers;
using Bank.Partners;
using Bank.Transfers;
using Orchestrix.Sagas;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Simulation.Transfers;

/// <summary>
/// Six transfers around three accounts and two partner banks, some of them cancelled. Money is neither made nor lost.
/// </summary>
public static class TransferStory
{
    /// <summary>What each account begins with, in its currency.</summary>
    public const decimal Funds = 100;

    private const int Count = 6;

    /// <summary>The story; see <see cref="SagaSimulation.Run"/>.</summary>
    public static Action Tell(SagaWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        world.AddSaga(new TransferSaga());
        var accounts = OpenAccounts(world, "a", "b", "c");
        var banks = OpenBanks(world);
        var transfers = new Dictionary<string, Transfer>(StringComparer.Ordinal);
        for (var index = 0; index < Count; index++)
        {
            var transfer = Draw(world.Random, index);
            transfers[$"{index}"] = transfer;
            _ = world.StartAsync("transfer", $"{index}", transfer);
            if (world.Random.NextDouble() < 0.2)
            {
                _ = world.DoAsync("transfer", $"{index}", TimeSpan.FromSeconds(world.Random.NextDouble() * 5),
                    saga => saga.CancelAsync(new SagaAct("a", "changed their mind")));
            }
            // What else they may do is their word that the money was seen to, which no balance can check.
            Operators.LookAfter(world, "transfer", $"{index}", Operators.Retry);
        }
        return () =>
        {
            var onTheWay = transfers.Sum(transfer => OnTheWay(
                world.View("transfer", transfer.Key), transfer.Value, accounts, banks));
            var held = accounts.Values.Sum(account => account.Balance) + banks.Values.Sum(bank => bank.Paid);
            Assert.Equal(3 * Funds, held + onTheWay);
            Assert.All(accounts.Values, account => Assert.True(account.Balance >= 0));
        };
    }

    /// <summary>Opens accounts with money in them; one that is called <c>dollars</c> holds those.</summary>
    public static IReadOnlyDictionary<string, SimulatedAccount> OpenAccounts(
        SagaWorld world, params IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(ids);
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

    private static Dictionary<string, SimulatedPartnerBank> OpenBanks(SagaWorld world)
    {
        var banks = new Dictionary<string, SimulatedPartnerBank>(StringComparer.Ordinal)
        {
            ["slow"] = new(
                new PartnerBankBehavior
                {
                    Latency = TimeSpan.FromSeconds(1),
                    RejectionRate = 0.2,
                    SettlesAfter = TimeSpan.FromMinutes(3),
                },
                world.Random, world.Time),
            ["bad"] = new(
                new PartnerBankBehavior
                {
                    FailureRate = 0.3,
                    TimeoutRate = 0.1,
                    DuplicateRate = 0.2,
                    LateRate = 0.1,
                },
                world.Random, world.Time),
        };
        world.Grains.Add<IPartnerBankGrain>(name => banks[name]);
        return banks;
    }

    private static Transfer Draw(Random random, int index)
    {
        var (from, to) = ("abc"[index % 3].ToString(), "abca"[(index % 3) + 1].ToString());
        var amount = Money.Of(20 + (10 * (int)(random.NextDouble() * 8)), "EUR");
        var bank = random.NextDouble() switch
        {
            < 0.2 => "slow",
            < 0.4 => "bad",
            _ => null,
        };
        return new Transfer(from, to, amount, null, bank);
    }

    /// <summary>
    /// What was debited and neither credited nor refunded: nothing, unless a person is asked to see to it.
    /// </summary>
    private static decimal OnTheWay(
        SagaView view, Transfer transfer, IReadOnlyDictionary<string, SimulatedAccount> accounts,
        Dictionary<string, SimulatedPartnerBank> banks)
    {
        var debited = accounts[transfer.From].Account.HasHandled($"{view.Saga}/debit");
        var refunded = accounts[transfer.From].Account.HasHandled($"{view.Saga}/debit/undo");
        var credited = transfer.PartnerBank is { } bank
            ? banks[bank].HasSettled($"{view.Saga}/credit")
            : accounts[transfer.To].Account.HasHandled($"{view.Saga}/credit");
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
}
