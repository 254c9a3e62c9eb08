using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orchestrix.Serialization;

/// <summary>The one JSON dialect of events: a durable contract, so every choice is explicit.</summary>
internal static class EventJson
{
    private static ReadOnlySpan<byte> EscapedNul => "\\u0000"u8;

    public static JsonSerializerOptions CreateOptions(IEnumerable<IJsonTypeInfoResolver> resolvers)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
            // A row that lacks an amount must fail, not read as zero.
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
            // jsonb reorders properties, so a type discriminator need not come first.
            AllowOutOfOrderMetadataProperties = true,
            // The text is parsed by a database, never placed in HTML.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new StrictStringConverter());
        foreach (var resolver in resolvers)
            options.TypeInfoResolverChain.Add(resolver.WithAddedModifier(AllowMissingNulls));
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver { Modifiers = { AllowMissingNulls } });
        options.MakeReadOnly();
        return options;
    }

    /// <summary>
    /// A null is not written, so it may be missing; and a nullable property may be added to an event
    /// without an upcaster.
    /// </summary>
    private static void AllowMissingNulls(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: true })
                property.IsRequired = false;
        }
    }

    /// <summary>True if the JSON holds U+0000, which PostgreSQL's jsonb cannot represent.</summary>
    public static bool HoldsNul(ReadOnlySpan<byte> json)
    {
        for (var at = json.IndexOf(EscapedNul); at >= 0;)
        {
            var backslashes = 1;
            while (at - backslashes >= 0 && json[at - backslashes] == (byte)'\\')
                backslashes++;
            if (backslashes % 2 == 1)
                return true;
            var next = json[(at + 1)..].IndexOf(EscapedNul);
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }
}
