using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Aggregates;
using Orchestrix.Appending;
using Orchestrix.Commands;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.Inspection;
using Orchestrix.LogConsistency;
using Orchestrix.Operators;
using Orchestrix.Sagas;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;

namespace Orchestrix.Hosting;

/// <summary>Adds Orchestrix to a silo.</summary>
public static class OrchestrixSiloBuilderExtensions
{
    /// <summary>
    /// Adds aggregates, the appender and the log-consistency provider (as the silo's default, so that a plain
    /// <c>JournaledGrain</c> uses it too). Choose a store in <paramref name="configure"/>, and add the event types.
    /// </summary>
    /// <exception cref="Errors.ConfigurationException">The event types or upcasters do not fit together.</exception>
    public static ISiloBuilder AddOrchestrix(this ISiloBuilder builder, Action<OrchestrixBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var orchestrix = new OrchestrixBuilder(builder.Services);
        configure(orchestrix);
        orchestrix.Events.AddEvents(SagaEventsJson.Default);
        orchestrix.Events.AddEvents(OperatorActsJson.Default);
        // Built here to report mistakes at the line that made them, and again when Orleans' aliases are known.
        orchestrix.Events.Build();

        var services = builder.Services;
        services.AddSingleton(provider => orchestrix.Events.Build(
            provider.GetRequiredService<IOptions<TypeManifestOptions>>().Value.WellKnownTypeAliases));
        services.AddSingleton<EventSerializer>();
        services.Configure<ExceptionSerializationOptions>(WireExceptions.Allow);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<AppenderOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AppenderOptions>, AppenderOptionsValidator>();
        services.AddSingleton<BatchingAppender>();
        services.AddSingleton<IEventAppender>(provider => provider.GetRequiredService<BatchingAppender>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, AppenderLifecycle>();
        services.AddSingleton(static provider => new OperatorLog(provider.GetRequiredService<IEventAppender>()));
        services.AddSingleton<AggregateServices>();
        services.AddSingleton(static provider => new CallTracing(provider.GetService<ITraceStarts>()));
        services.AddSnapshots();
        services.AddSubscriptions();
        services.AddProjections();
        services.AddSingleton<StreamInspector>();
        services.AddSagas();
        services.AddReadiness();
        services.AddSingleton<IConfigurationValidator, EventStoreValidator>();
        services.AddEventLogConsistencyProvider(orchestrix.ProviderName);
        return builder;
    }
}
