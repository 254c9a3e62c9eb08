using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Appending;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.Readiness;
using Orchestrix.Sagas;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;

namespace Orchestrix.Hosting;

/// <summary>Registers sagas and their watchdog.</summary>
internal static class SagaServiceExtensions
{
    public static void AddSagas(this IServiceCollection services)
    {
        services.AddOptions<SagaOptions>();
        services.AddSingleton(static provider => new SagaRegistry(provider.GetServices<Saga>()));
        services.AddSingleton(static provider => new SagaServices
        {
            Sagas = provider.GetRequiredService<SagaRegistry>(),
            Store = provider.GetRequiredService<IEventStore>(),
            Appender = provider.GetRequiredService<IEventAppender>(),
            Serializer = provider.GetRequiredService<EventSerializer>(),
            Json = EventJson.CreateOptions(provider.GetRequiredService<EventTypeRegistry>().JsonResolvers),
            Grains = provider.GetRequiredService<IGrainFactory>(),
            Time = provider.GetRequiredService<TimeProvider>(),
            Metrics = provider.GetRequiredService<OrchestrixMetrics>(),
            Tracing = provider.GetRequiredService<CallTracing>(),
            Options = provider.GetRequiredService<IOptions<SagaOptions>>().Value,
            Logger = provider.GetRequiredService<ILogger<SagaServices>>(),
        });
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SagaScanner>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SagaCounting>();
        services.AddSingleton<IConfigurationValidator, SagaGrainValidator>();
        // A silo without sagas does not read the log for them.
        if (services.Any(static service => service.ServiceType == typeof(Saga)))
        {
            services.AddSingleton(CreateIndexing());
            services.AddSingleton<Saga>(new CanarySaga());
        }
    }

    private static SubscriptionDefinition CreateIndexing() => new(
        SagaIndexProcessor.Subscription,
        static (services, partition) => new SagaIndexProcessor(
            services.GetRequiredService<ISagaIndex>(), services.GetRequiredService<ICheckpointStore>(),
            services.GetRequiredService<SagaServices>(), partition))
    {
        Filter = new LogFilter(SagaEventsJson.Names),
    };
}
