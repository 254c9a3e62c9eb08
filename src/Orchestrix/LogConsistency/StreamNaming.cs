using System.Collections.Concurrent;
using System.Reflection;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.LogConsistency;

/// <summary>
/// Derives the stream from the grain's identity. The class must carry <c>[GrainType]</c>: without it Orleans derives
/// the type from the class name, and renaming the class would orphan every stream.
/// </summary>
internal static class StreamNaming
{
    private static readonly ConcurrentDictionary<Type, bool> Explicit = new();

    public static StreamId For(Type grainClass, GrainId grainId)
    {
        if (!HasExplicitGrainType(grainClass))
            throw new ConfigurationException(MissingGrainType(grainClass));
        return ByConvention(grainId);
    }

    public static StreamId ByConvention(GrainId grainId) =>
        StreamId.For(grainId.Type.ToString()!, grainId.Key.ToString()!);

    public static bool HasExplicitGrainType(Type grainClass) =>
        Explicit.GetOrAdd(grainClass, static type => type.IsDefined(typeof(GrainTypeAttribute), inherit: false));

    /// <summary>Says what is wrong, and the attribute that keeps the name which Orleans derives now.</summary>
    public static string MissingGrainType(Type grainClass) =>
        $"{grainClass} stores events but has no [GrainType]. Its streams would be named after the class, and a "
        + $"renamed class would lose them. Add [GrainType(\"{Conventional(grainClass)}\")], which is the name that "
        + "Orleans derives now.";

    // Orleans: the class name in lower case without a trailing "grain".
    private static string Conventional(Type grainClass)
    {
        var name = grainClass.Name.ToLowerInvariant();
        return name.EndsWith("grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
    }
}
