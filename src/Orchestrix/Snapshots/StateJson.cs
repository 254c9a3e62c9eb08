using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orchestrix.Snapshots;

/// <summary>
/// The JSON of snapshots. Unlike that of events it is no contract: it only has to bring back what was written.
/// </summary>
internal static class StateJson
{
    public static JsonSerializerOptions CreateOptions(IEnumerable<IJsonTypeInfoResolver> resolvers)
    {
        var options = new JsonSerializerOptions
        {
            // Everything is written, nulls too: a property with another initial value would otherwise come back as it.
            DefaultIgnoreCondition = JsonIgnoreCondition.Never,
            NumberHandling = JsonNumberHandling.Strict,
            RespectRequiredConstructorParameters = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        foreach (var resolver in resolvers)
            options.TypeInfoResolverChain.Add(resolver.WithAddedModifier(LeaveOutComputed));
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutComputed } });
        options.MakeReadOnly();
        return options;
    }

    /// <summary>What is computed from other properties is not a part of the state.</summary>
    private static void LeaveOutComputed(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        for (var index = type.Properties.Count - 1; index >= 0; index--)
        {
            if (!IsCarried(type, type.Properties[index]))
                type.Properties.RemoveAt(index);
        }
    }

    private static bool IsCarried(JsonTypeInfo type, JsonPropertyInfo property) =>
        property.Get is not null
        && (property.Set is not null || property.AssociatedParameter is not null
            || (property.ObjectCreationHandling ?? type.PreferredPropertyObjectCreationHandling)
                == JsonObjectCreationHandling.Populate);
}
