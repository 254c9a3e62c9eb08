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
public sealed class ClusterChecksTests : IAsyncDisposable
{
    /// <summary>What one silo has whose reminders are in memory and whose ports are open.</summary>
    private static readonly string[] _expected =
        ["cluster.reminders", "cluster.silos", "security.cluster-certificates", "security.cluster-tls"];

    private BankSilo? _silo;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
    }

    [Fact]
    public async Task A_single_plain_silo_lacks_company_and_nothing_else()
    {
        await StartAsync(static _ => { });

        var results = await CheckAsync();
        Assert.Equal(_expected, Failed(results));
        // That for silos and that for clients.
        Assert.StartsWith(
            "0 of 2 ports refuse strangers", Evidence(results, "security.cluster-tls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_silo_is_enough_where_one_is_wanted()
    {
        await StartAsync(static one => one.ConfigureReadiness(static options => options.MinSilos = 1));

        Assert.Equal(_expected.Except(["cluster.silos"]), await FailedAsync());
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_found()
    {
        await StartAsync(static one => one.Services.AddSingleton<IStoreClock>(new Ahead()));

        Broken.Only("cluster.clock-skew", _expected, await FailedAsync());
    }

    [Fact]
    public async Task A_step_that_is_never_tried_again_is_named()
    {
        await StartAsync(static one => one.AddSaga(new Hasty()));

        var results = await CheckAsync();
        Broken.Only("errors.retry-policies", _expected, Failed(results));
        Assert.Equal("never again: hasty/once", Evidence(results, "errors.retry-policies"));
    }

    [Fact]
    public async Task A_handler_that_is_never_tried_again_is_named()
    {
        await StartAsync(static one => one.AddSubscription("mails", static mails => mails
            .Handle<Bank.Accounts.Events.AccountOpened>(static (_, _) => Task.CompletedTask).Retry(new NoRetry())));

        var results = await CheckAsync();
        Broken.Only("errors.retry-policies", _expected, Failed(results));
        Assert.Equal("never again: mails", Evidence(results, "errors.retry-policies"));
    }

    [Fact]
    public async Task Appends_at_any_version_are_counted()
    {
        await StartAsync(static _ => { });
        await _silo!.Services.GetRequiredService<IEventAppender>().AppendAsync(
            new Commit
            {
                Stream = StreamId.For("note", "wild"),
                ExpectedVersion = ExpectedVersion.Any,
                CommitId = Guid.NewGuid(),
                Events = [new EventData(Guid.NewGuid(), "note.taken", 1, "{}"u8.ToArray())],
            },
            Stop);

        Broken.Only("concurrency.expected-versions", _expected, await FailedAsync());
    }

    [Fact]
    public async Task Commits_that_conflict_are_counted()
    {
        await StartAsync(static _ => { });
        await _silo!.Account("busy").OpenAsync(new OpenAccount("ada", "EUR"));
        for (var version = 1; version <= 120; version++)
        {
            if (version % 10 == 0)
            {
                await _silo.Store.AppendAsync(
                    StreamId.For("account", "busy"), version, "account.overdraft-limit-set",
                    """{"limit":{"amount":0,"currency":"EUR"}}""");
                version++;
            }
            await _silo.Account("busy").DepositAsync(new Deposit(new Bank.Contracts.Money(1, "EUR")));
        }

        Broken.Only("concurrency.conflicts", _expected, await FailedAsync());
    }

    [Fact]
    public async Task A_log_that_does_not_move_stops_the_canary()
    {
        await StartAsync(static one => one.ConfigureReadiness(static options =>
            options.MaxCanaryTime = TimeSpan.FromSeconds(2)));
        Assert.Equal(_expected, await FailedAsync());
        _silo!.Store.Stall = new TaskCompletionSource();

        Broken.Only("cluster.canary", _expected, await FailedAsync());
        _silo.Store.Stall.SetResult();
    }

    [Fact]
    public async Task A_canary_that_may_take_longer_than_all_checks_is_refused()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(static one =>
            one.ConfigureReadiness(static options => options.MaxCanaryTime = options.Timeout)));

        Assert.Contains("MaxCanaryTime must be shorter than Timeout", refused.Message, StringComparison.Ordinal);
    }

    private static string[] Failed(IEnumerable<CheckResult> results) =>
    [
        .. results.Where(static one => one.Outcome == CheckOutcome.Failed).Select(static one => one.Check.Id)
            .Order(StringComparer.Ordinal),
    ];

    private static string Evidence(IEnumerable<CheckResult> results, string id) =>
        results.Single(one => one.Check.Id == id).Evidence;

    private async Task StartAsync(Action<OrchestrixBuilder> add)
    {
        var ports = FreePorts.Take(2);
        _silo = await BankSilo.StartAsync(ports[0], ports[1], add: add);
    }

    private Task<IReadOnlyList<CheckResult>> CheckAsync() =>
        _silo!.Grains.GetGrain<IReadinessGrain>(0).CheckAsync(ReadinessProfile.Production, Stop);

    private async Task<string[]> FailedAsync() => Failed(await CheckAsync());

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
