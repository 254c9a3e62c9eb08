using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Errors;
using Orchestrix.Projections;
using Orchestrix.Serialization;

namespace Orchestrix.Hosting;

/// <summary>Refuses to start with projections that could not run.</summary>
internal sealed class ProjectionValidator(IServiceProvider services) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var projections = services.GetServices<Projection>().ToArray();
        if (projections.Length > 0 && services.GetService<IProjectionStore>() is null)
        {
            throw new ConfigurationException(
                "Projections are added, but nothing keeps their rows. In AddOrchestrix call "
                + "UsePostgreSQL(connectionString), or UseInMemoryStore() in tests.");
        }
        foreach (var projection in projections)
        {
            projection.FilterFor(services.GetRequiredService<EventTypeRegistry>());
            var twin = projections.FirstOrDefault(other => other != projection
                && (other.Name == projection.Name || other.RowType == projection.RowType));
            if (twin is not null)
            {
                throw new ConfigurationException(
                    $"Projections {projection.Name} and {twin.Name} share their name or their row type "
                    + $"{projection.RowType}; each needs its own.");
            }
        }
    }
}
