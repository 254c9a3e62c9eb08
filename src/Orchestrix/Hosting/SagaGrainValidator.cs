using System.Reflection;
using Microsoft.Extensions.Options;
using Orchestrix.Errors;
using Orchestrix.LogConsistency;
using Orchestrix.Sagas;
using Orleans.Configuration;
using Orleans.Metadata;

namespace Orchestrix.Hosting;

/// <summary>Refuses to start with a saga that has no definition, or a definition that cannot work.</summary>
internal sealed class SagaGrainValidator(
    IOptions<GrainTypeOptions> grains, IOptions<SagaOptions> options, IOptions<SiloMessagingOptions> messaging,
    IServiceProvider services)
    : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var registry = (SagaRegistry)services.GetService(typeof(SagaRegistry))!;
        if (!options.Value.IsSound)
            throw new ConfigurationException("The times and sizes of SagaOptions are greater than zero.");
        if (registry.Names.Any() && services.GetService(typeof(ISagaIndex)) is null)
        {
            throw new ConfigurationException(
                "Sagas need an index that finds them after a crash. Choose UsePostgreSQL or UseInMemoryStore, or "
                + "register an ISagaIndex.");
        }
        foreach (var saga in registry.All)
            CheckTimes(saga);
        foreach (var grain in grains.Value.Classes)
        {
            if (DataOf(grain) is { } data)
                Check(grain, data, registry);
        }
    }

    /// <summary>Until the response time-out a call may begin to be handled, and nothing may be undone.</summary>
    private void CheckTimes(Saga saga)
    {
        var longest = messaging.Value.ResponseTimeout;
        foreach (var step in saga.Steps.Where(each => each.Kind != SagaStepKind.Wait && each.AttemptTimeout < longest))
        {
            throw new ConfigurationException(
                $"Saga '{saga.Name}' version {saga.Version}: the time-out of an attempt of step '{step.Name}' is "
                + $"{step.AttemptTimeout}, below the response time-out of the silo, {longest}: a call could take "
                + "effect after the step was undone. Raise AttemptTimeout, or lower "
                + "SiloMessagingOptions.ResponseTimeout.");
        }
    }

    private void Check(Type grain, Type data, SagaRegistry registry)
    {
        if (!StreamNaming.HasExplicitGrainType(grain))
            throw new ConfigurationException(StreamNaming.MissingGrainType(grain));
        var name = grain.GetCustomAttribute<GrainTypeAttribute>()!.GetGrainType(services, grain).ToString()!;
        if (registry.Latest(name) is { } saga && saga.DataType != data)
        {
            throw new ConfigurationException(
                $"{grain} is a saga of {data}, but the definition '{name}' is one of {saga.DataType}.");
        }
    }

    private static Type? DataOf(Type grain)
    {
        for (var type = grain.IsAbstract ? null : grain.BaseType; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SagaGrain<>))
                return type.GetGenericArguments()[0];
        }
        return null;
    }
}
