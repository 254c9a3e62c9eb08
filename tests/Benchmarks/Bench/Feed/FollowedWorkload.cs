using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Benchmarks.Product;
using Orchestrix.Feed;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.Subscriptions;

namespace Orchestrix.Benchmarks.Feed;

/// <summary>The load of <see cref="AggregateWorkload"/> on a silo whose log is followed.</summary>
internal sealed class FollowedWorkload(int subscriptions, bool isNotifyEnabled) : AggregateWorkload
{
    private readonly ConcurrentDictionary<string, Follower> _followers = new();
    private LogHead? _head;

    public override long? EventsBehind => _followers.IsEmpty
        ? null : Math.Max(0, _head!.Position - _followers.Values.Min(static follower => follower.HandledTo));

    public override async Task StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var host = await BenchSilo.StartAsync(
            LoopbackPorts.Next(), LoopbackPorts.Next(),
            orchestrix =>
            {
                orchestrix.AddEvents(BenchJson.Default).UsePostgreSQL(options =>
                    (options.ConnectionString, options.IsNotifyEnabled) = (connectionString, isNotifyEnabled));
                for (var number = 1; number <= subscriptions; number++)
                    orchestrix.AddSubscription(new SubscriptionDefinition($"follower-{number}", Create));
            },
            cancellationToken);
        _head = host.Services.GetRequiredService<LogHead>();
        Use(host);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (_followers.Count < subscriptions)
            await timer.WaitForNextTickAsync(cancellationToken);
    }

    private Follower Create(IServiceProvider services, SubscriptionPartition partition) =>
        _followers[partition.Subscription] =
            new Follower(services.GetRequiredService<ICheckpointStore>(), partition);
}
