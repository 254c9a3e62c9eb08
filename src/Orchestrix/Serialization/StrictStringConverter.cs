using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrix.Serialization;

/// <summary>
/// Refuses text that is not valid UTF-16. The writer would replace half a surrogate pair by U+FFFD, and what is read
/// back would not be what was raised.
/// </summary>
internal sealed class StrictStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Checked(value));

    public override string ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Checked(value));

    /// <summary>False if the text holds half a surrogate pair, for which UTF-8 has no bytes.</summary>
    public static bool IsWellFormed(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (; at >= 0 && at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return false;
            at++;
        }
        return true;
    }

    private static string Checked(string text) =>
        IsWellFormed(text) ? text : throw new JsonException("A text holds half a surrogate pair.");
}
