using Bank.Accounts;
using Bank.Accounts.Events;
using Bank.Contracts;
using CsCheck;
using Orchestrix.Serialization;
using Orchestrix.TestKit.Snapshots;

namespace Orchestrix.Cluster.Tests.Domain;

/// <summary>An account survives a snapshot behind any of its events.</summary>
public class AccountSnapshotTests
{
    private static readonly EventTypeRegistry _registry =
        new EventTypeRegistryBuilder().AddEvents(BankEventsJson.Default).Build();

    [Fact]
    // snippet: snapshot-assert
    public void An_account_loaded_from_a_snapshot_is_the_account_of_a_replay() =>
        SnapshotAssert.EqualsReplay<Account>(
        [
            new AccountOpened("Ada", Money.Of(500, "EUR")),
            new MoneyDeposited(Money.Of(20, "EUR"), Money.Of(20, "EUR")),
            new MoneyWithdrawn(Money.Of(45.5m, "EUR"), Money.Of(-25.5m, "EUR"), "rent"),
            new OverdraftLimitSet(Money.Of(100, "EUR")),
            new AccountFrozen("court order"),
            new AccountUnfrozen(),
            new InterestCredited(Money.Of(25.5m, "EUR"), Money.Zero("EUR")),
            new AccountClosed(),
        ]);
    // end-snippet

    [Fact]
    public void Any_bookings_survive_in_generated_JSON_too() =>
        Gen.Int[-10_000, 10_000].Array[1, 15].Sample(cents =>
        {
            var balance = Money.Zero("EUR");
            var events = new List<object> { new AccountOpened("Žofie 🏦", Money.Of(Money.MaxAmount, "EUR")) };
            foreach (var amount in cents.Where(one => one != 0).Select(one => Money.Of(one / 100m, "EUR")))
            {
                balance += amount;
                events.Add(amount.Amount > 0
                    ? new MoneyDeposited(amount, balance) : new MoneyWithdrawn(-amount, balance));
            }
            SnapshotAssert.EqualsReplay<Account>(events, _registry);
        }, iter: 200);
}
