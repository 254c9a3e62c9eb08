using System.Collections.Concurrent;
using Bank.Accounts.Events;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.DeadLetters;
using Orchestrix.Retry;
using Orchestrix.Subscriptions;

namespace Orchestrix.Cluster.Tests.Subscriptions;

/// <summary>Handlers registered by <c>AddSubscription</c>, run by a silo.</summary>
public sealed class HandlerSubscriptionTests
{
    [Fact]
    public async Task A_handler_of_a_silo_handles_what_is_appended_and_what_waits_behind_a_dead_letter()
    {
        var seen = new Seen();
        var ports = FreePorts.Take(2);
        await using var silo = await BankSilo.StartAsync(ports[0], ports[1], add: orchestrix =>
        {
            orchestrix.Services.AddSingleton(seen);
            orchestrix.AddSubscription("notes", subscription => subscription
                .Handle<NoteTaker>()
                .Partitions(2)
                .Retry(new NoRetry())
                .Configure(static options => options.DecisionInterval = TimeSpan.FromMilliseconds(50)));
            orchestrix.ConfigureSubscriptions(static options => options.IdleAfter = TimeSpan.FromMilliseconds(50));
        });
        foreach (var id in new[] { "a", "b" })
            await silo.Account(id).OpenAsync(new OpenAccount("Ann", "EUR", 0));
        seen.Refused = 13;
        foreach (var amount in new[] { 1, 13, 2 })
            await silo.Account("a").DepositAsync(new Deposit(Money.Of(amount, "EUR"), null, null));
        await silo.Account("b").DepositAsync(new Deposit(Money.Of(7, "EUR"), null, null));

        var letters = silo.Grains.GetGrain<IDeadLettersGrain>(0);
        await Until.TrueAsync(async () => seen.Amounts("b").Length == 1
            && (await letters.ListAsync(DeadLetterFilter.Everything, null, 10)).Letters.Count == 1);
        Assert.Equal([1m], seen.Amounts("a"));
        var letter = (await letters.ListAsync(DeadLetterFilter.Everything, null, 10)).Letters.Single();
        Assert.Equal(("notes", "account/a", 3L), (letter.Source, letter.Stream?.Value, letter.Version));

        seen.Refused = null;
        await letters.DecideAsync(letter.Id, DeadLetterActKind.Replay, new DeadLetterDecision("ann", "mended"));

        await Until.TrueAsync(() => Task.FromResult(seen.Amounts("a").Length == 3));
        Assert.Equal([1m, 13m, 2m], seen.Amounts("a"));
        var progress = await silo.Grains.GetGrain<ISubscriptionsGrain>(0).ListAsync();
        Assert.Equal(2, progress.Count(one => one.Checkpoint.Partition.Subscription == "notes"));
    }

    private sealed class Seen
    {
        private readonly ConcurrentQueue<(string Account, decimal Amount)> _all = new();

        public decimal? Refused { get; set; }

        public decimal[] Amounts(string account) =>
            [.. _all.Where(one => one.Account == account).Select(static one => one.Amount)];

        public void Note(string account, decimal amount) => _all.Enqueue((account, amount));
    }

    private sealed class NoteTaker(Seen seen) : IEventHandler<MoneyDeposited>
    {
        public Task HandleAsync(EventContext<MoneyDeposited> e, CancellationToken cancellationToken)
        {
            if (e.Data.Amount.Amount == seen.Refused)
                throw new InvalidOperationException("As the test wants it.");
            seen.Note(e.Stream.Key, e.Data.Amount.Amount);
            return Task.CompletedTask;
        }
    }
}
