using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orchestrix.Projections;

namespace Orchestrix.Hosting;

/// <summary>Registers what projections of all stores share.</summary>
internal static class ProjectionServiceExtensions
{
    public static void AddProjections(this IServiceCollection services)
    {
        services.AddOptions<ProjectionOptions>()
            .Validate(
                static options => options.ReadPatience >= TimeSpan.Zero && options.PollInterval > TimeSpan.Zero
                    && options.DecisionInterval >= TimeSpan.Zero,
                "ProjectionOptions.ReadPatience and DecisionInterval are not negative, and PollInterval is greater "
                + "than zero.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProjectionOptions>, ProjectionOptionsValidator>();
        services.TryAddSingleton<ProjectionProgress>();
        services.AddSingleton<IConfigurationValidator, ProjectionValidator>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, RebuildStarter>();
    }
}
