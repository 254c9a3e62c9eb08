using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orchestrix.Diagnostics;
using Orchestrix.Snapshots;

namespace Orchestrix.Hosting;

/// <summary>Registers snapshots; a silo whose store keeps none replays its streams.</summary>
internal static class SnapshotServiceExtensions
{
    public static void AddSnapshots(this IServiceCollection services)
    {
        services.AddOptions<SnapshotOptions>()
            .Validate(
                static options => options.LoadTimeout > TimeSpan.Zero && options.WriteTimeout > TimeSpan.Zero
                    && options.RetryAfter > TimeSpan.Zero && options.DrainTimeout > TimeSpan.Zero,
                "The times of SnapshotOptions are greater than zero.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SnapshotOptions>, SnapshotOptionsValidator>();
        services.TryAddSingleton(static provider => new OrchestrixMetrics(provider.GetService<IMeterFactory>()));
        services.AddSingleton<StateCodecs>();
        services.AddSingleton<SnapshotWriter>();
        services.AddSingleton<StateServices>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SnapshotLifecycle>();
        services.AddSingleton<IConfigurationValidator, SnapshotStateValidator>();
    }
}
