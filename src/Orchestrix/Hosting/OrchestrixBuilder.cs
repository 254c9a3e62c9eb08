using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrix.Appending;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.InMemory;
using Orchestrix.LogConsistency;
using Orchestrix.Projections;
using Orchestrix.Readiness;
using Orchestrix.Sagas;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;
using Orchestrix.Subscriptions;
using Orchestrix.Subscriptions.Handlers;
using Orleans.Providers;

namespace Orchestrix.Hosting;

/// <summary>What a silo tells Orchestrix: which events there are and where they are kept.</summary>
public sealed class OrchestrixBuilder
{
    internal OrchestrixBuilder(IServiceCollection services) => Services = services;

    /// <summary>The silo's services, for extensions of this builder.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Names of event types and their upcasters.</summary>
    public EventTypeRegistryBuilder Events { get; } = new();

    /// <summary>
    /// The name under which Orleans finds the log-consistency provider. By default it is the silo's default provider,
    /// which also serves every <c>JournaledGrain</c> without <c>[LogConsistencyProvider]</c>.
    /// </summary>
    public string ProviderName { get; set; } = ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME;

    /// <summary>Adds the event types that a source-generated JSON context lists.</summary>
    public OrchestrixBuilder AddEvents(JsonSerializerContext context)
    {
        Events.AddEvents(context);
        return this;
    }

    /// <summary>Adds every type of an assembly that carries <see cref="EventTypeAttribute"/>.</summary>
    public OrchestrixBuilder AddEvents(Assembly assembly)
    {
        Events.AddEvents(assembly);
        return this;
    }

    /// <summary>Adds the step from one schema version of an event type to the next; runs on read.</summary>
    public OrchestrixBuilder AddUpcaster(string eventType, int fromVersion, EventUpcaster upcaster)
    {
        Events.AddUpcaster(eventType, fromVersion, upcaster);
        return this;
    }

    /// <summary>Changes the limits of the appender.</summary>
    public OrchestrixBuilder ConfigureAppender(Action<AppenderOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Changes how plain <c>JournaledGrain</c>s are served.</summary>
    public OrchestrixBuilder ConfigureLogConsistency(Action<LogConsistencyOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Changes the limits of snapshots, or turns them off.</summary>
    public OrchestrixBuilder ConfigureSnapshots(Action<SnapshotOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Adds a subscription whose events something of your own handles.</summary>
    public OrchestrixBuilder AddSubscription(SubscriptionDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Services.AddSingleton(definition);
        return this;
    }

    /// <summary>
    /// Adds a subscription whose events handlers of yours handle: each at least once, in order within its stream, with
    /// retries, and dead letters for what cannot be handled.
    /// </summary>
    /// <param name="name">Its durable name; up to <see cref="HandlerSubscriptionBuilder.MaxNameLength"/> characters.
    /// </param>
    /// <param name="configure">Names the handlers, and where and how they run.</param>
    /// <exception cref="Errors.ConfigurationException">It handles nothing, or something twice.</exception>
    public OrchestrixBuilder AddSubscription(string name, Action<HandlerSubscriptionBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var subscription = new HandlerSubscriptionBuilder(name, Services);
        configure(subscription);
        subscription.Check();
        Services.AddSingleton(provider => subscription.Build(provider.GetRequiredService<EventTypeRegistry>()));
        return this;
    }

    /// <summary>Changes how long settled dead letters are kept, and how often they are counted.</summary>
    public OrchestrixBuilder ConfigureDeadLetters(Action<DeadLetterOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Changes how subscriptions are run, or does not run them in this silo.</summary>
    public OrchestrixBuilder ConfigureSubscriptions(Action<SubscriptionOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Changes how the log is read for subscriptions.</summary>
    public OrchestrixBuilder ConfigureFeed(Action<FeedOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>
    /// Adds a version of a saga's definition. New sagas begin with the highest version; those that run keep to theirs,
    /// so register each version for as long as sagas of it run. Definitions are checked when the silo starts.
    /// </summary>
    public OrchestrixBuilder AddSaga(Saga saga)
    {
        ArgumentNullException.ThrowIfNull(saga);
        Services.AddSingleton(saga);
        return this;
    }

    /// <summary>Changes how the silo watches over its sagas.</summary>
    public OrchestrixBuilder ConfigureSagas(Action<SagaOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Changes the limits that readiness is measured by.</summary>
    public OrchestrixBuilder ConfigureReadiness(Action<ReadinessOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>
    /// Keeps events and snapshots in memory: for tests. They are gone with the process, and Production refuses to
    /// start.
    /// </summary>
    public OrchestrixBuilder UseInMemoryStore()
    {
        Services.RemoveAll<IEventStore>();
        Services.AddSingleton<IEventStore>(provider =>
            new InMemoryEventStore(provider.GetRequiredService<TimeProvider>()));
        Services.RemoveAll<ISnapshotStore>();
        Services.AddSingleton<ISnapshotStore, InMemorySnapshotStore>();
        Services.RemoveAll<ICheckpointStore>();
        Services.RemoveAll<IProjectionStore>();
        Services.AddSingleton<IProjectionStore, InMemoryProjectionStore>();
        Services.RemoveAll<IProjectionCatalog>();
        Services.RemoveAll<IRebuildRunner>();
        Services.TryAddSingleton<InMemoryCheckpointStore>();
        Services.AddSingleton<ICheckpointStore>(static provider =>
            provider.GetRequiredService<InMemoryCheckpointStore>());
        Services.TryAddSingleton<InMemoryDeadLetterStore>();
        Services.RemoveAll<IDeadLetterStore>();
        Services.AddSingleton<IDeadLetterStore>(static provider =>
            provider.GetRequiredService<InMemoryDeadLetterStore>());
        Services.RemoveAll<IParkingStore>();
        Services.AddSingleton<IParkingStore>(static provider =>
            provider.GetRequiredService<InMemoryDeadLetterStore>());
        Services.RemoveAll<ISagaIndex>();
        Services.AddSingleton<ISagaIndex, InMemorySagaIndex>();
        return this;
    }
}
