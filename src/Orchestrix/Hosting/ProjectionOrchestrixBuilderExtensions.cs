using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;

namespace Orchestrix.Hosting;

/// <summary>Adds projections to a silo.</summary>
public static class ProjectionOrchestrixBuilderExtensions
{
    /// <summary>
    /// Adds a projection: a subscription that applies the log to its rows, and an <see cref="IProjectionReader{TRow}"/>
    /// among the silo's services.
    /// </summary>
    /// <exception cref="Errors.ConfigurationException">The projection or its row type cannot work.</exception>
    public static OrchestrixBuilder AddProjection<TProjection>(this OrchestrixBuilder builder)
        where TProjection : Projection, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        var projection = new TProjection();
        builder.Services.AddSingleton(projection);
        builder.Services.AddSingleton<Projection>(projection);
        builder.Services.AddSingleton(provider => new SubscriptionDefinition(
            projection.SubscriptionName,
            (services, _) => projection.CreateProcessor(services.GetRequiredService<IProjectionStore>()))
        {
            Filter = projection.FilterFor(provider.GetRequiredService<EventTypeRegistry>()),
            BatchSize = provider.GetRequiredService<IOptions<ProjectionOptions>>().Value.BatchSize,
        });
        projection.AddReader(builder.Services);
        return builder;
    }

    /// <summary>Changes how projections are run and read.</summary>
    public static OrchestrixBuilder ConfigureProjections(
        this OrchestrixBuilder builder, Action<ProjectionOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configure);
        return builder;
    }
}
