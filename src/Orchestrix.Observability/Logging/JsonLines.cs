using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Orchestrix.Commands;
using Orchestrix.Observability.Readiness;

namespace Orchestrix.Observability.Logging;

/// <summary>
/// Writes each message as one line of JSON, with the ids of its trace and span. Control characters are escaped, so that
/// no value can begin a line of its own; scopes, which hold addresses of requests, are left out.
/// </summary>
internal sealed class JsonLines(LogRedaction redaction, LogCanaryEar ear, TimeProvider time)
    : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "orchestrix-json";

    private const string TemplateKey = "{OriginalFormat}";

    // Control characters and quotes are escaped in any case; this leaves signs such as + and < readable.
    private static readonly JsonWriterOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var arguments = Arguments(logEntry.Category, logEntry.State, out var template);
        // A state without a template is text that somebody else has put together.
        var message = template is not null
            ? MessageText.Of(template, arguments)
            : LogRedaction.TextOf(logEntry.Category, logEntry.Formatter(logEntry.State, null));
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("level", logEntry.LogLevel.ToString());
            json.WriteString("category", logEntry.Category);
            json.WriteNumber("event_id", logEntry.EventId.Id);
            if (logEntry.EventId.Name is { } name)
                json.WriteString("event_name", name);
            json.WriteString("message", message);
            WriteTrace(json);
            Write(json, arguments);
            if (logEntry.Exception is { } exception)
                Write(json, exception);
            json.WriteEndObject();
        }
        var line = Encoding.UTF8.GetString(buffer.WrittenSpan);
        textWriter.Write(line);
        textWriter.Write('\n');
        if (logEntry.Category == LogCanary.Category)
            ear.Heard = line;
    }

    private static void WriteTrace(Utf8JsonWriter json)
    {
        var context = Activity.Current?.Context ?? CallContext.CallerTrace;
        if (context == default)
            return;
        json.WriteString("trace_id", context.TraceId.ToHexString());
        json.WriteString("span_id", context.SpanId.ToHexString());
    }

    private Dictionary<string, object?> Arguments<TState>(
        string category, TState state, out string? template)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        template = null;
        if (state is not IEnumerable<KeyValuePair<string, object?>> pairs)
            return arguments;
        foreach (var (name, value) in pairs)
        {
            if (name == TemplateKey)
                template = value as string;
            else
                arguments[name] = redaction.Of(category, name, value);
        }
        return arguments;
    }

    private static void Write(Utf8JsonWriter json, Dictionary<string, object?> arguments)
    {
        if (arguments.Count == 0)
            return;
        json.WriteStartObject("arguments");
        foreach (var (name, value) in arguments)
        {
            json.WritePropertyName(name);
            switch (value)
            {
                case null: json.WriteNullValue(); break;
                case bool flag: json.WriteBooleanValue(flag); break;
                case int or long or short or byte or uint or ushort:
                    json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
                case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
                default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            }
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Exception exception)
    {
        json.WriteStartObject("exception");
        json.WriteString("type", exception.GetType().FullName);
        if (ExceptionText.CodeOf(exception) is { } code)
            json.WriteString("code", code);
        json.WriteString("stack", ExceptionText.Of(exception));
        json.WriteEndObject();
    }
}
