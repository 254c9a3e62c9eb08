using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Hosting;
using Orchestrix.PostgreSQL.DeadLetters;
using Orchestrix.PostgreSQL.Diagnostics;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Integrity;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.PostgreSQL.Readiness;
using Orchestrix.PostgreSQL.Sagas;
using Orchestrix.PostgreSQL.Snapshots;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.Projections;
using Orchestrix.Readiness;
using Orchestrix.Sagas;
using Orchestrix.Serialization;
using Orchestrix.Snapshots;
using Orchestrix.Subscriptions;
using Orleans.Serialization;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>Keeps a silo's events and snapshots in PostgreSQL.</summary>
public static class PostgreSQLOrchestrixBuilderExtensions
{
    /// <summary>Uses the database of <paramref name="connectionString"/> with default options.</summary>
    public static OrchestrixBuilder UsePostgreSQL(this OrchestrixBuilder builder, string connectionString) =>
        builder.UsePostgreSQL(options => options.ConnectionString = connectionString);

    /// <summary>
    /// Uses PostgreSQL. The options are checked, and the schema is migrated or verified, when the silo starts.
    /// </summary>
    public static OrchestrixBuilder UsePostgreSQL(this OrchestrixBuilder builder, Action<PostgreSQLOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<PostgreSQLOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PostgreSQLOptions>, PostgreSQLOptionsRanges>();
        services.AddSingleton<IValidateOptions<PostgreSQLOptions>, PostgreSQLOptionsValidator>();
        services.AddKeyedSingleton(PostgreSQLDataSource.ServiceKey, static (provider, _) =>
            PostgreSQLDataSource.Create(provider.GetRequiredService<IOptions<PostgreSQLOptions>>().Value));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SchemaLifecycle>();
        // What the server said is the inner exception of what a caller in another process gets. Orleans cannot send
        // an exception with an inner one that it does not know, and would send that failure instead.
        services.Configure<ExceptionSerializationOptions>(
            static options => options.SupportedNamespacePrefixes.Add(nameof(Npgsql)));
        services.RemoveAll<IEventStore>();
        services.AddSingleton<IEventStore>(static provider => new PostgreSQLEventStore(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey),
            provider.GetRequiredService<IOptions<PostgreSQLOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PostgreSQLEventStore>>()));
        services.RemoveAll<ISnapshotStore>();
        services.AddSingleton<ISnapshotStore>(static provider => new PostgreSQLSnapshotStore(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey),
            provider.GetRequiredService<IOptions<PostgreSQLOptions>>().Value));
        services.RemoveAll<ICheckpointStore>();
        services.AddSingleton<ICheckpointStore>(static provider => new PostgreSQLCheckpointStore(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        services.AddPostgreSQLProjections();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static provider =>
            ActivatorUtilities.CreateInstance<HeadSignal>(
                provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static provider =>
            ActivatorUtilities.CreateInstance<LogSealer>(
                provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        services.AddSingleton(static provider => new ServerInstruments(
            provider.GetService<IMeterFactory>(),
            provider.GetRequiredService<IOptions<PostgreSQLOptions>>().Value.CapacityBytes));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static provider =>
            ActivatorUtilities.CreateInstance<ServerWatch>(
                provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static provider =>
            ActivatorUtilities.CreateInstance<CertificateWatch>(
                provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        services.RemoveAll<IDeadLetterStore>();
        services.AddSingleton<IDeadLetterStore>(static provider => new PostgreSQLDeadLetterStore(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        services.RemoveAll<ISagaIndex>();
        services.AddSingleton<ISagaIndex>(static provider => new PostgreSQLSagaIndex(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        services.RemoveAll<IParkingStore>();
        services.AddSingleton<IParkingStore>(static provider => new PostgreSQLParkingStore(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        services.AddSingleton<IStoreClock>(static provider => new DatabaseClock(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        services.AddSingleton<IStoreIdentity>(static provider => new DatabaseIdentity(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        services.AddSingleton<IReadinessSource>(static provider =>
            ActivatorUtilities.CreateInstance<DatabaseReadiness>(
                provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        services.AddSingleton<IReadinessSource>(static provider =>
            ActivatorUtilities.CreateInstance<IntegrityReadiness>(
                provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey)));
        return builder;
    }
}
