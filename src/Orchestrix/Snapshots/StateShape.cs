using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestrix.Snapshots;

/// <summary>
/// A fingerprint of what a state's JSON is made of: the names and types of its properties, all the way down. A state
/// that was changed without a new schema version is found out by it, unless only its meaning changed.
/// </summary>
internal static class StateShape
{
    public static long Of(Type state, JsonSerializerOptions json)
    {
        var text = new StringBuilder();
        Describe(state, json, text, []);
        return unchecked((long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Describe(Type type, JsonSerializerOptions json, StringBuilder text, List<Type> seen)
    {
        if (seen.IndexOf(type) is var before and >= 0)
        {
            text.Append('#').Append(before).Append(';');
            return;
        }
        seen.Add(type);
        var info = json.GetTypeInfo(type);
        // An object is what its properties are, whatever the class is called.
        text.Append(info.Kind == JsonTypeInfoKind.Object ? "{" : $"{Name(type)}({Name(info.Converter.GetType())})");
        foreach (var name in type.IsEnum ? Enum.GetNames(type) : [])
            text.Append('|').Append(name).Append('=').Append(Enum.Format(type, Enum.Parse(type, name), "D"));
        foreach (var property in info.Properties.OrderBy(property => property.Name, StringComparer.Ordinal))
            Describe(property.PropertyType, json, text.Append(property.Name).Append(':'), seen);
        foreach (var part in new[] { info.KeyType, info.ElementType, Nullable.GetUnderlyingType(type) })
        {
            if (part is not null)
                Describe(part, json, text.Append(','), seen);
        }
        foreach (var derived in info.PolymorphismOptions?.DerivedTypes ?? [])
            Describe(derived.DerivedType, json, text.Append('<').Append(derived.TypeDiscriminator), seen);
        text.Append(';');
    }

    // Without the versions of assemblies, which change with every build.
    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Namespace}.{type.Name}<{string.Join(',', type.GetGenericArguments().Select(Name))}>"
        : type.FullName ?? type.Name;
}
