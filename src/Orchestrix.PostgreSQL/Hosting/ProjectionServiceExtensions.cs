using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>Registers what keeps, lists and rebuilds projections.</summary>
internal static class ProjectionServiceExtensions
{
    public static void AddPostgreSQLProjections(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new PostgreSQLProjectionStore(
            Source(provider),
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<ICheckpointStore>(),
            provider.GetRequiredService<EventTypeRegistry>(),
            provider.GetRequiredService<EventSerializer>(),
            provider.GetRequiredService<ProjectionProgress>(),
            provider.GetRequiredService<IOptions<ProjectionOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new ProjectionRebuilder(
            Source(provider),
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<PostgreSQLProjectionStore>(),
            provider.GetRequiredService<EventTypeRegistry>(),
            provider.GetRequiredService<IOptions<ProjectionOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        services.RemoveAll<IProjectionStore>();
        services.AddSingleton<IProjectionStore>(static provider =>
            provider.GetRequiredService<PostgreSQLProjectionStore>());
        services.RemoveAll<IProjectionCatalog>();
        services.AddSingleton<IProjectionCatalog>(static provider =>
            new PostgreSQLProjectionCatalog(Source(provider)));
        services.RemoveAll<IRebuildRunner>();
        services.AddSingleton<IRebuildRunner>(static provider =>
            ActivatorUtilities.CreateInstance<PostgreSQLRebuildRunner>(provider, Source(provider)));
    }

    private static NpgsqlDataSource Source(IServiceProvider provider) =>
        provider.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey);
}
