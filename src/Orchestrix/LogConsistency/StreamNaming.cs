using System.Collections.Concurrent;
using System.Reflection;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.LogConsistency;

/// <summary>
/// Derives the stream from the grain's identity. The class must carry <c>[GrainType]</c>: without it Orleans derives the
/// type from the class name, and renaming the class would orphan every stream.
/// </summary>
internal static class StreamNaming
{
    private static readonly ConcurrentDictionary<Type, bool> Explicit = new();

    public static StreamId For(Type grainClass, GrainId grainId)
    {
        if (!HasExplicitGrainType(grainClass))
            throw new ConfigurationException(MissingGrainType(grainClass, grainId.Type.ToString()!));
        return StreamId.For(grainId.Type.ToString()!, grainId.Key.ToString()!);
    }

    public static bool HasExplicitGrainType(Type grainClass) =>
        Explicit.GetOrAdd(grainClass, static type => type.IsDefined(typeof(GrainTypeAttribute), inherit: false));

    public static string MissingGrainType(Type grainClass, string conventional) =>
        $"{grainClass} stores events but has no [GrainType]. Its streams would be named after the class, and a renamed class "
        + $"would lose them. Add [GrainType(\"{conventional}\")], which is the name that Orleans uses now.";
}
