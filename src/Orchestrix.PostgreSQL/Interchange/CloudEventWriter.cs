using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>
/// Writes events of the log as lines of CloudEvents JSON 1.0 in structured mode. The same event gives the same bytes.
/// </summary>
internal sealed class CloudEventWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;
    private byte[] _compact = [];

    public CloudEventWriter() => _json = new Utf8JsonWriter(
        _line,
        // The text goes to a file, never into HTML. What is written here is whole by construction.
        new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>One event with its line end; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Write(RecordedEvent recorded, long? fingerprint)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        _line.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString(CloudEventAttributes.SpecVersion, CloudEventAttributes.SpecVersionValue);
        _json.WriteString(CloudEventAttributes.Id, recorded.EventId);
        _json.WriteString(CloudEventAttributes.Source, CloudEventAttributes.SourceValue);
        _json.WriteString(CloudEventAttributes.Type, recorded.EventType);
        _json.WriteString(CloudEventAttributes.Subject, recorded.Stream.Value);
        WriteTime(recorded.RecordedAt);
        _json.WriteString(CloudEventAttributes.DataContentType, CloudEventAttributes.JsonContentType);
        WriteLong(CloudEventAttributes.Position, recorded.Position);
        WriteLong(CloudEventAttributes.StreamVersion, recorded.Version);
        _json.WriteNumber(CloudEventAttributes.SchemaVersion, recorded.SchemaVersion);
        _json.WriteString(CloudEventAttributes.CommitId, recorded.CommitId);
        _json.WriteNumber(CloudEventAttributes.CommitIndex, recorded.CommitIndex);
        _json.WriteNumber(CloudEventAttributes.CommitSize, recorded.CommitSize);
        WriteText(CloudEventAttributes.CommandId, recorded.CommandId);
        if (fingerprint is { } hash)
            WriteLong(CloudEventAttributes.Fingerprint, hash);
        WriteText(CloudEventAttributes.CorrelationId, recorded.Metadata.CorrelationId);
        WriteText(CloudEventAttributes.CausationId, recorded.Metadata.CausationId);
        WriteText(CloudEventAttributes.TraceParent, recorded.Metadata.TraceParent);
        WriteText(CloudEventAttributes.Actor, recorded.Metadata.Actor);
        WriteText(CloudEventAttributes.Tenant, recorded.Metadata.Tenant);
        _json.WritePropertyName(CloudEventAttributes.Data);
        _json.WriteRawValue(Compact(recorded.Json.Span), skipInputValidation: true);
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        return _line.WrittenMemory;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteTime(DateTimeOffset time)
    {
        Span<char> text = stackalloc char[32];
        time.UtcDateTime.TryFormat(text, out var length, Rfc3339.Format, CultureInfo.InvariantCulture);
        _json.WriteString(CloudEventAttributes.Time, text[..length]);
    }

    private void WriteLong(string name, long value)
    {
        Span<char> text = stackalloc char[20];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        _json.WriteString(name, text[..length]);
    }

    private void WriteText(string name, string? value)
    {
        if (value is not null)
            _json.WriteString(name, value);
    }

    /// <summary>
    /// Leaves out the spaces that jsonb puts between tokens. Tokens are copied as they are: a decimal keeps its digits.
    /// </summary>
    private ReadOnlySpan<byte> Compact(ReadOnlySpan<byte> json)
    {
        if (_compact.Length < json.Length)
            _compact = new byte[Math.Max(json.Length, 2 * _compact.Length)];
        var length = 0;
        while (!json.IsEmpty)
        {
            // Up to a space between tokens or to the start of a text.
            var plain = json.IndexOfAny(" \""u8);
            if (plain < 0)
                plain = json.Length;
            json[..plain].CopyTo(_compact.AsSpan(length));
            length += plain;
            json = json[plain..];
            if (json.IsEmpty)
                break;
            var taken = json[0] == (byte)' ' ? 0 : TextLength(json);
            json[..taken].CopyTo(_compact.AsSpan(length));
            length += taken;
            json = json[Math.Max(taken, 1)..];
        }
        return _compact.AsSpan(0, length);
    }

    /// <summary>The length of a text with its quotes.</summary>
    private static int TextLength(ReadOnlySpan<byte> json)
    {
        for (var at = 1; ; at += 2)
        {
            at += json[at..].IndexOfAny("\\\""u8);
            if (json[at] == (byte)'"')
                return at + 1;
        }
    }
}
