using Bank.Contracts.Commands;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrix.Appending;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Hosting;
using Orchestrix.Readiness;
using Orchestrix.Retry;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;
using Orchestrix.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>Each thing of the cluster is broken in a real silo, and exactly its check fails.</summary>
public sealed class ClusterChecksTests : BrokenSilo
{
    [Fact]
    public async Task A_single_plain_silo_lacks_company_and_nothing_else()
    {
        await StartAsync(static _ => { });

        var results = await CheckAsync();
        Assert.Equal(Expected, Failed(results));
        // That for silos and that for clients.
        Assert.StartsWith(
            "0 of 2 ports refuse strangers", Evidence(results, "security.cluster-tls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_silo_is_enough_where_one_is_wanted()
    {
        await StartAsync(static one => one.ConfigureReadiness(static options => options.MinSilos = 1));

        Assert.Equal(Expected.Except(["cluster.silos"]), await FailedAsync());
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_found()
    {
        await StartAsync(static one => one.Services.AddSingleton<IStoreClock>(new Ahead()));

        Broken.Only("cluster.clock-skew", Expected, await FailedAsync());
    }

    [Fact]
    public async Task A_step_that_is_never_tried_again_is_named()
    {
        await StartAsync(static one => one.AddSaga(new Hasty()));

        var results = await CheckAsync();
        Broken.Only("errors.retry-policies", Expected, Failed(results));
        Assert.Equal("never again: hasty/once", Evidence(results, "errors.retry-policies"));
    }

    [Fact]
    public async Task A_handler_that_is_never_tried_again_is_named()
    {
        await StartAsync(static one => one.AddSubscription("mails", static mails => mails
            .Handle<Bank.Accounts.Events.AccountOpened>(static (_, _) => Task.CompletedTask).Retry(new NoRetry())));

        var results = await CheckAsync();
        Broken.Only("errors.retry-policies", Expected, Failed(results));
        Assert.Equal("never again: mails", Evidence(results, "errors.retry-policies"));
    }

    [Fact]
    public async Task Appends_at_any_version_are_counted()
    {
        await StartAsync(static _ => { });
        await Silo.Services.GetRequiredService<IEventAppender>().AppendAsync(
            new Commit
            {
                Stream = StreamId.For("note", "wild"),
                ExpectedVersion = ExpectedVersion.Any,
                CommitId = Guid.NewGuid(),
                Events = [new EventData(Guid.NewGuid(), "note.taken", 1, "{}"u8.ToArray())],
            },
            Stop);

        Broken.Only("concurrency.expected-versions", Expected, await FailedAsync());
    }

    [Fact]
    public async Task Commits_that_conflict_are_counted()
    {
        await StartAsync(static _ => { });
        await Silo.Account("busy").OpenAsync(new OpenAccount("ada", "EUR"));
        for (var version = 1; version <= 120; version++)
        {
            if (version % 10 == 0)
            {
                await Silo.Store.AppendAsync(
                    StreamId.For("account", "busy"), version, "account.overdraft-limit-set",
                    """{"limit":{"amount":0,"currency":"EUR"}}""");
                version++;
            }
            await Silo.Account("busy").DepositAsync(new Deposit(new Bank.Contracts.Money(1, "EUR")));
        }

        Broken.Only("concurrency.conflicts", Expected, await FailedAsync());
    }

    [Fact]
    public async Task A_log_that_does_not_move_stops_the_canary()
    {
        await StartAsync(static one => one.ConfigureReadiness(static options =>
            options.MaxCanaryTime = TimeSpan.FromSeconds(2)));
        Assert.Equal(Expected, await FailedAsync());
        Silo.Store.Stall = new TaskCompletionSource();

        Broken.Only("cluster.canary", Expected, await FailedAsync());
        Silo.Store.Stall.SetResult();
    }

    [Fact]
    public async Task A_canary_that_may_take_longer_than_all_checks_is_refused()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(static one =>
            one.ConfigureReadiness(static options => options.MaxCanaryTime = options.Timeout)));

        Assert.Contains("MaxCanaryTime must be shorter than Timeout", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A store whose clock is ahead.</summary>
    private sealed class Ahead : IStoreClock
    {
        public Task<DateTimeOffset> ReadAsync(CancellationToken cancellationToken) =>
            Task.FromResult(TimeProvider.System.GetUtcNow().AddSeconds(3));
    }

    private sealed record Nothing;

    /// <summary>A saga that gives up at once.</summary>
    private sealed class Hasty() : Saga<Nothing>("hasty", version: 1)
    {
        protected override void Define(SagaBuilder<Nothing> saga) => saga
            .Step("once", static (_, _) => Task.FromResult(StepResult.Done())).Retry(new NoRetry()).NothingToUndo();
    }
}
