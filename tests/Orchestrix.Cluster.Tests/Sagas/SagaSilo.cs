using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Hosting;
using Orchestrix.InMemory;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;

namespace Orchestrix.Cluster.Tests.Sagas;

/// <summary>A silo with sagas that are found again soon, and everything that they need beside a log.</summary>
internal static class SagaSilo
{
    public static Task<TestSilo> StartAsync(IEventStore store, params Saga[] sagas) =>
        StartAsync(store, static _ => { }, null, sagas);

    public static Task<TestSilo> StartAsync(
        IEventStore store, Action<SagaOptions> configure, Action<ISiloBuilder>? configureSilo, params Saga[] sagas) =>
        TestSilo.StartAsync(
            store,
            orchestrix =>
            {
                Keep(orchestrix.Services);
                foreach (var saga in sagas)
                    orchestrix.AddSaga(saga);
                orchestrix.ConfigureSagas(options =>
                {
                    options.WatchAfter = options.ScanPeriod = TimeSpan.FromMilliseconds(200);
                    options.IndexDelay = TimeSpan.FromMilliseconds(20);
                    options.CountPeriod = TimeSpan.FromMilliseconds(200);
                    configure(options);
                });
                orchestrix.ConfigureSubscriptions(static options => options.IdleAfter = TimeSpan.FromMilliseconds(50));
            },
            configureSilo: configureSilo);

    private static void Keep(IServiceCollection services)
    {
        services.AddSingleton<InMemoryCheckpointStore>();
        services.AddSingleton<ICheckpointStore>(static all => all.GetRequiredService<InMemoryCheckpointStore>());
        services.AddSingleton<InMemoryDeadLetterStore>();
        services.AddSingleton<IDeadLetterStore>(static all => all.GetRequiredService<InMemoryDeadLetterStore>());
        services.AddSingleton<ISagaIndex, InMemorySagaIndex>();
    }
}
