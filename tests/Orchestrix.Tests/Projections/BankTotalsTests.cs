using Bank.Accounts;
using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Projections;
using CsCheck;
using Microsoft.Extensions.Options;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;

namespace Orchestrix.Tests.Projections;

/// <summary>What the bank's projections say about each other.</summary>
public sealed class BankTotalsTests
{
    private static readonly EventTypeRegistry _registry =
        new EventTypeRegistryBuilder().AddEvents(BankEventsJson.Default).Build();

    private static readonly EventSerializer _serializer = new(_registry);

    private static readonly Gen<(int Account, int Kind, int Cents)[]> _bookings =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[1, 100_000]).Array[1, 40];

    [Fact]
    public async Task The_totals_of_each_currency_equal_the_sum_of_all_balances_at_every_position() =>
        await _bookings.SampleAsync(
            async bookings =>
            {
                var log = new InMemoryEventStore();
                await FillAsync(log, bookings);
                var checkpoints = new InMemoryCheckpointStore(log, TimeProvider.System);
                var store = new InMemoryProjectionStore(
                    checkpoints, new InMemoryDeadLetterStore(checkpoints, log, TimeProvider.System), log, _registry,
                    _serializer, Options.Create(new ProjectionOptions()), TimeProvider.System);
                var (balances, totals) = (new AccountBalances(), new BankTotals());
                var statements = new DailyStatements();
                var running = new List<(IPageProcessor Processor, Checkpoint Owned, LogFilter Filter)>();
                foreach (var (projection, processor) in new (Projection, IPageProcessor)[]
                {
                    (balances, store.CreateProcessor(balances)),
                    (totals, store.CreateProcessor(totals)),
                    (statements, store.CreateProcessor(statements)),
                })
                {
                    running.Add((
                        processor, await processor.AcquireAsync("me", default), projection.FilterFor(_registry)));
                }

                for (var position = 0L; position < await log.ReadHeadAsync(); position++)
                {
                    foreach (var (processor, owned, filter) in running)
                    {
                        var page = await log.ReadLogPageAsync(position, 1, LogFilter.Everything);
                        await processor.ProcessAsync(
                            owned, page with { Events = [.. page.Events.Where(filter.Matches)] }, default);
                    }
                    var all = await store.CreateReader(balances).QueryAsync(new ProjectionQuery<AccountBalance>());
                    var sums = await store.CreateReader(totals).QueryAsync(new ProjectionQuery<BankTotal>());
                    Assert.Equal(all.Position, sums.Position);
                    Assert.Equal(
                        all.Result.GroupBy(row => row.Currency)
                            .Select(group => (group.Key, group.Sum(row => row.Balance), (long)group.Count()))
                            .OrderBy(one => one.Key, StringComparer.Ordinal),
                        sums.Result.Select(row => (row.Currency, row.Balance, row.Accounts)));
                    Assert.All(sums.Result, row => Assert.Equal(
                        row.Balance, row.Deposited + row.Interest - row.Withdrawn));
                }
                var days = await store.CreateReader(statements).QueryAsync(new ProjectionQuery<DailyStatement>());
                Assert.All(days.Result, day => Assert.Equal(
                    day.ClosingBalance, day.OpeningBalance + day.Credits - day.Debits));
            },
            iter: 40);

    private static async Task FillAsync(InMemoryEventStore log, (int Account, int Kind, int Cents)[] bookings)
    {
        var balances = new Dictionary<int, Money>();
        foreach (var (account, kind, cents) in bookings)
        {
            var currency = account % 2 == 0 ? "EUR" : "USD";
            if (!balances.TryGetValue(account, out var before))
            {
                await AppendAsync(log, account, new AccountOpened("Ann", Money.Zero(currency)));
                before = Money.Zero(currency);
            }
            var amount = new Money(cents / 100m, currency);
            object booked = kind switch
            {
                0 => new MoneyWithdrawn(amount, before - amount),
                1 => new InterestCredited(amount, before + amount),
                2 => new OverdraftLimitSet(amount),
                _ => new MoneyDeposited(amount, before + amount),
            };
            balances[account] = booked is IMoneyMoved moved ? moved.Balance : before;
            await AppendAsync(log, account, booked);
        }
    }

    private static Task<IReadOnlyList<AppendResult>> AppendAsync(
        InMemoryEventStore log, int account, object @event) => log.AppendAsync([
        new Commit
        {
            Stream = Orchestrix.Events.StreamId.For("account", $"{account}"),
            ExpectedVersion = ExpectedVersion.Any,
            CommitId = Guid.CreateVersion7(),
            Events = [_serializer.Serialize(@event)],
        },
    ]);
}
