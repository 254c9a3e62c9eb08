using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orchestrix.Hosting;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>Adds projections that are written in SQL.</summary>
public static class SqlProjectionExtensions
{
    /// <summary>Adds a subscription whose SQL commits together with its checkpoint.</summary>
    /// <exception cref="Errors.ConfigurationException">Its name is none of a subscription.</exception>
    public static OrchestrixBuilder AddSqlProjection(this OrchestrixBuilder builder, SqlProjection projection)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(projection);
        return builder.AddSubscription(new SubscriptionDefinition(
            projection.Name,
            (services, partition) => new SqlProjectionProcessor(
                services.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey), projection,
                partition, services.GetRequiredService<ICheckpointStore>()))
        {
            Filter = projection.Filter,
            BatchSize = projection.BatchSize,
        });
    }
}
