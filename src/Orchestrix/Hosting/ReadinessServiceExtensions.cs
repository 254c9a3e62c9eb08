using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrix.Readiness;

namespace Orchestrix.Hosting;

/// <summary>Registers what answers whether the installation is ready.</summary>
internal static class ReadinessServiceExtensions
{
    public static void AddReadiness(this IServiceCollection services)
    {
        services.AddOptions<ReadinessOptions>()
            .Validate(
                static options => options.MaxCanaryTime < options.Timeout,
                "ReadinessOptions.MaxCanaryTime must be shorter than Timeout, which ends the canary.")
            .ValidateOnStart();
        services.AddSingleton<ReadinessRun>();
        services.AddSingleton<SiloCircle>();
        services.AddSingleton<CanaryTrip>();
        services.AddSingleton<PortProbe>();
        services.AddSingleton<IReadinessSource, ClusterReadiness>();
        services.AddSingleton<IReadinessSource, SubscriptionReadiness>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReadinessSource, SettingsReadiness>());
    }
}
