using System.Text;
using System.Text.Json;

namespace Orchestrix.Sagas;

/// <summary>The limit of everything that a saga keeps as JSON.</summary>
internal static class SagaPayload
{
    public static bool Fits(JsonElement json) =>
        Encoding.UTF8.GetByteCount(json.GetRawText()) <= SagaLimits.MaxPayloadBytes;

    /// <summary>Reads JSON that outlives the text it came in.</summary>
    /// <exception cref="ArgumentException">The text is no JSON, or too large.</exception>
    public static JsonElement? Parse(string? json)
    {
        if (json is null)
            return null;
        try
        {
            var element = JsonElement.Parse(json);
            return Fits(element)
                ? element
                : throw new ArgumentException($"The JSON exceeds {SagaLimits.MaxPayloadBytes} bytes.", nameof(json));
        }
        catch (JsonException exception)
        {
            throw new ArgumentException("The text is no JSON.", nameof(json), exception);
        }
    }
}
