using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Appending;
using Orchestrix.Events;
using Orchestrix.LogConsistency;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;
using Orleans.EventSourcing;
using Orleans.Providers;

namespace Orchestrix.Hosting;

/// <summary>Registers the log-consistency provider the way Orleans looks for it.</summary>
internal static class LogConsistencyServiceExtensions
{
    /// <summary>
    /// Adds the provider under a name; under the default name it also serves grains without an attribute.
    /// </summary>
    public static void AddEventLogConsistencyProvider(this IServiceCollection services, string name)
    {
        services.TryAddSingleton<Factory<IGrainContext, ILogConsistencyProtocolServices>>(static provider =>
        {
            var make = ActivatorUtilities.CreateFactory<EventLogProtocolServices>([typeof(IGrainContext)]);
            return context => make(provider, [context]);
        });
        services.AddOptions<LogConsistencyOptions>()
            .Validate(
                static options => options.RetryDeadline >= TimeSpan.Zero,
                "LogConsistencyOptions.RetryDeadline is not negative.")
            .ValidateOnStart();
        services.TryAddSingleton(static provider => new EventLogServices(
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<IEventAppender>(),
            provider.GetRequiredService<EventSerializer>(),
            provider.GetRequiredService<StateServices>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<LogConsistencyOptions>>().Value,
            provider.GetRequiredService<ILogger<EventLogServices>>()));
        services.AddKeyedSingleton<ILogViewAdaptorFactory>(name, static (provider, _) =>
            new EventLogConsistencyProvider(provider.GetRequiredService<EventLogServices>()));
        if (name == ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)
        {
            services.TryAddSingleton(static provider =>
                provider.GetRequiredKeyedService<ILogViewAdaptorFactory>(
                    ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME));
        }
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigurationValidator, JournaledGrainValidator>());
    }
}
