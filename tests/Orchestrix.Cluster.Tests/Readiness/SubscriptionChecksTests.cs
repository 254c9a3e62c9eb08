using Bank.Contracts.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Hosting;
using Orchestrix.Readiness;
using Orchestrix.Subscriptions;
using Orchestrix.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>What follows the log hangs, is behind or was never started, and exactly its check fails.</summary>
public sealed class SubscriptionChecksTests : BrokenSilo
{
    [Fact]
    public async Task A_handler_that_hangs_is_named_once_it_is_behind_or_makes_no_progress()
    {
        var gate = new TaskCompletionSource();
        await StartAsync(one =>
        {
            one.ConfigureReadiness(static options => options.MaxSubscriptionLag = TimeSpan.FromHours(1));
            one.Services.Configure<SubscriptionOptions>(static options =>
                (options.WatchInterval, options.IdleAfter, options.StalledAfter) =
                    (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(3)));
            one.AddSubscription("mails", mails => mails
                .Handle<Bank.Accounts.Events.AccountOpened>((_, _) => gate.Task));
        });
        Assert.Equal(Expected, await FailedAsync());
        await Silo.Account("ada").OpenAsync(new OpenAccount("ada", "EUR"));
        var watch = Silo.Services.GetRequiredService<SubscriptionWatch>();
        await Until.TrueAsync(() => Task.FromResult(watch.Stalled.Any()));

        var results = await CheckAsync();

        Broken.Only("cluster.subscriptions", Expected, Failed(results));
        Assert.Matches(@"^mails makes no progress at position \d+$", Evidence(results, "cluster.subscriptions"));
        Silo.Services.GetRequiredService<IOptions<ReadinessOptions>>().Value.MaxSubscriptionLag = TimeSpan.Zero;
        gate.SetResult();
        await Until.TrueAsync(async () => !(await FailedAsync()).Contains("cluster.subscriptions"));
    }

    [Fact]
    public async Task A_handler_that_is_too_far_behind_is_named_and_one_that_was_never_started()
    {
        var gate = new TaskCompletionSource();
        await StartAsync(one =>
        {
            one.ConfigureReadiness(static options =>
                (options.MaxSubscriptionLag, options.MaxCanaryTime) =
                    (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(3)));
            one.AddSubscription("mails", mails => mails
                .Handle<Bank.Accounts.Events.AccountOpened>((_, _) => gate.Task));
        });
        await Silo.Account("ada").OpenAsync(new OpenAccount("ada", "EUR"));
        await Until.TrueAsync(async () => (await FailedAsync()).Contains("cluster.subscriptions"));

        Assert.Matches(@"^mails.* is [0-9.]+ s behind", Evidence(await CheckAsync(), "cluster.subscriptions"));
        gate.SetResult();
        await Silo.DisposeAsync();

        await StartAsync(static one =>
        {
            one.ConfigureReadiness(static options => options.MaxCanaryTime = TimeSpan.FromSeconds(1));
            one.Services.Configure<SubscriptionOptions>(static options => options.IsEnabled = false);
        });
        Assert.Contains(
            "projection:orchestrix.sagas was never started", Evidence(await CheckAsync(), "cluster.subscriptions"),
            StringComparison.Ordinal);
    }
}
