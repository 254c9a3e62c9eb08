using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrix.Sagas;

namespace Orchestrix.TestKit.Scenarios;

/// <summary>
/// Events as lines of text: the type and the content. Two events with the same line are the same for a scenario, so
/// that lists within them are compared by content.
/// </summary>
internal static class EventText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // For people at a console, not for a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<string> Lines(IEnumerable<object> events) => [.. events.Select(Line)];

    public static string Line(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        // What the watchdog reads is of no interest to who reads a history.
        if (@event is SagaEvent { Outlook: not null } saga)
            @event = saga with { Outlook = null };
        return $"{@event.GetType().Name} {JsonSerializer.Serialize(@event, @event.GetType(), Json)}";
    }
}
