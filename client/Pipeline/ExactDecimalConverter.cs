using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bank.Client.Pipeline;

/// <summary>
/// Reads a decimal from a JSON number or, for callers whose JSON library knows only binary floating point, from a
/// string; writes a number. What does not fit a decimal exactly is refused: the built-in reader would round it.
/// </summary>
internal sealed class ExactDecimalConverter : JsonConverter<decimal>
{
    private const int MaxLength = 64;

    /// <summary>A decimal holds any number of so many digits.</summary>
    private const int MaxDigits = 28;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number =>
                Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan),
            _ => throw new JsonException("A number is expected, or a string that holds one."),
        };
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        // decimal.TryParse takes NULs behind a number for nothing.
        return text.Length <= MaxLength
            && !text.Contains('\0', StringComparison.Ordinal)
            && decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var value)
            && IsExact(text, value)
            ? value
            : throw new JsonException($"A number of at most {MaxDigits} digits is expected.");
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);

    private static bool IsExact(string text, decimal value)
    {
        var mantissa = text.Split('e', 'E')[0];
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('-', '+', '0');
        if (mantissa.Contains('.', StringComparison.Ordinal))
            digits = digits.TrimEnd('0');
        return digits.Length <= MaxDigits && (value != 0m || digits.Length == 0);
    }
}
