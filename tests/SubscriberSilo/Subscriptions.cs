using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.Subscriptions;

namespace Orchestrix.SubscriberSilo;

/// <summary>Twenty subscriptions: of everything, of event types, of streams, and in partitions.</summary>
internal static class Subscriptions
{
    public static IReadOnlyList<SubscriptionDefinition> All { get; } =
    [
        .. Enumerable.Range(1, 12).Select(number => Define($"all-{number}", LogFilter.Everything)),
        .. Enumerable.Range(1, 3).Select(number =>
            Define($"deposits-{number}", new LogFilter(["account.money-deposited"]))),
        .. Enumerable.Range(1, 3).Select(number => Define($"streams-{number}", new LogFilter(null, "account/1"))),
        .. Enumerable.Range(1, 2).Select(number => Define($"parts-{number}", LogFilter.Everything, partitions: 3)),
    ];

    private static SubscriptionDefinition Define(string name, LogFilter filter, int partitions = 1) =>
        new(name, static (services, partition) => new SeenProcessor(
            services.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey),
            services.GetRequiredService<ICheckpointStore>(), partition))
        {
            Filter = filter,
            Partitions = partitions,
        };
}
