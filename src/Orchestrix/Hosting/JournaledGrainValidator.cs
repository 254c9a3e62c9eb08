using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrix.Errors;
using Orchestrix.LogConsistency;
using Orleans.Configuration;
using Orleans.EventSourcing;
using Orleans.Providers;

namespace Orchestrix.Hosting;

/// <summary>
/// Refuses to start a silo on which a grain would silently keep its events elsewhere: Orleans falls back to a state
/// storage when a <c>JournaledGrain</c> names no provider and there is no default.
/// </summary>
internal sealed class JournaledGrainValidator(
    IOptions<GrainTypeOptions> grains, IOptions<LogConsistencyOptions> options, IServiceProvider services)
    : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        foreach (var grain in grains.Value.Classes.Where(IsJournaled))
            Validate(grain);
    }

    private void Validate(Type grain)
    {
        var name = grain.GetCustomAttributes<LogConsistencyProviderAttribute>(inherit: true)
            .FirstOrDefault()?.ProviderName;
        var provider = name is null
            ? services.GetService<ILogViewAdaptorFactory>()
            : services.GetKeyedService<ILogViewAdaptorFactory>(name);
        if (provider is null)
        {
            throw new ConfigurationException(name is null
                ? $"{grain} is a JournaledGrain, but no log-consistency provider is the silo's default; Orleans would "
                    + "keep only its latest state. Add a provider AsDefault, or name one with [LogConsistencyProvider]."
                : $"{grain} names the log-consistency provider '{name}', which is not registered.");
        }
        if (provider is EventLogConsistencyProvider && options.Value.RequireGrainType
            && !StreamNaming.HasExplicitGrainType(grain))
        {
            throw new ConfigurationException(StreamNaming.MissingGrainType(grain));
        }
    }

    private static bool IsJournaled(Type type)
    {
        if (type.IsAbstract)
            return false;
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && current.GetGenericTypeDefinition() == typeof(LogConsistentGrain<>))
                return true;
        }
        return false;
    }
}
