using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrix.Readiness;

/// <summary>A day as <c>2026-12-31</c>, and in no other form.</summary>
internal sealed class DayConverter : JsonConverter<DateOnly?>
{
    private const string Form = "yyyy-MM-dd";

    /// <inheritdoc/>
    public override DateOnly? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && DateOnly.TryParseExact(
            reader.GetString(), Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new JsonException("a day is written as 2026-12-31");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateOnly? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value?.ToString(Form, CultureInfo.InvariantCulture));
}
