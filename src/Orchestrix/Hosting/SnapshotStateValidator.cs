using Microsoft.Extensions.Options;
using Orchestrix.Snapshots;
using Orleans.Configuration;
using Orleans.EventSourcing;

namespace Orchestrix.Hosting;

/// <summary>Refuses to start with a state that would come back from a snapshot with less than it had.</summary>
internal sealed class SnapshotStateValidator(IOptions<GrainTypeOptions> grains, StateCodecs codecs)
    : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        foreach (var state in grains.Value.Classes.Select(StateOf).OfType<Type>().Distinct())
            codecs.Check(state);
    }

    private static Type? StateOf(Type grain)
    {
        if (grain.IsAbstract)
            return null;
        for (var current = grain.BaseType; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && current.GetGenericTypeDefinition() == typeof(LogConsistentGrain<>)
                && current.GetGenericArguments()[0] is { IsGenericParameter: false } state)
            {
                return state;
            }
        }
        return null;
    }
}
