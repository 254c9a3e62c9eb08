using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orchestrix.Errors;

namespace Orchestrix.Snapshots;

/// <summary>
/// Refuses a state that would come back from JSON with less than it had: a field that no property carries, or a stored
/// property that cannot be set. Such a snapshot would change more than load time.
/// </summary>
internal static class StateContract
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <exception cref="ConfigurationException">The state does not survive JSON.</exception>
    public static void Check(Type state, JsonSerializerOptions json) => Check(state, json, []);

    private static void Check(Type type, JsonSerializerOptions json, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return;
        var info = json.GetTypeInfo(type);
        foreach (var part in new[] { info.KeyType, info.ElementType, Nullable.GetUnderlyingType(type) })
        {
            if (part is not null)
                Check(part, json, seen);
        }
        if (info.Kind != JsonTypeInfoKind.Object)
            return;
        var carried = info.Properties.ToArray();
        // The framework's own types are serialized by people who know them.
        var framework = typeof(object).Assembly;
        for (var declaring = type; declaring is not null && declaring.Assembly != framework;
            declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(Declared))
                CheckField(field, declaring, carried);
        }
        foreach (var property in carried)
            Check(property.PropertyType, json, seen);
        foreach (var derived in info.PolymorphismOptions?.DerivedTypes ?? [])
            Check(derived.DerivedType, json, seen);
    }

    private static void CheckField(FieldInfo field, Type declaring, JsonPropertyInfo[] carried)
    {
        var property = field.IsDefined(typeof(CompilerGeneratedAttribute)) && field.Name.StartsWith('<')
            ? declaring.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], Declared)
            : null;
        var member = (MemberInfo?)property ?? field;
        if (member.IsDefined(typeof(JsonIgnoreAttribute))
            || carried.Any(one => IsSame(one.AttributeProvider as MemberInfo, member)))
        {
            return;
        }
        throw new ConfigurationException(
            $"{declaring} carries [Snapshot], or is part of a state that does, but JSON would lose {member.Name}. Make "
            + "it a public property that can be set or initialized, or mark it [JsonIgnore] if the rest restores it.");
    }

    private static bool IsSame(MemberInfo? carried, MemberInfo member) =>
        carried is not null && carried.Name == member.Name && carried.DeclaringType == member.DeclaringType;
}
