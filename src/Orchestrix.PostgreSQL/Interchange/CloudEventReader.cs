using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Orchestrix.Events;
using static Orchestrix.PostgreSQL.Interchange.CloudEventAttributes;

namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>
/// Reads a line of CloudEvents JSON as an event of the log. What the log could not keep is refused, not left out.
/// </summary>
/// <param name="line">The line without its end.</param>
/// <param name="number">Its number, for errors.</param>
internal readonly ref struct CloudEventReader(ReadOnlySpan<byte> line, long number)
{
    private const int MaxNameLength = 64;

    private static readonly string[] Names =
    [
        SpecVersion, Id, Source, CloudEventAttributes.Type, Subject, Time, DataContentType, Position, StreamVersion,
        SchemaVersion, CommitId, CommitIndex, CommitSize, CommandId, Fingerprint, CorrelationId, CausationId,
        TraceParent, Actor, Tenant, Data,
    ];

    private static readonly FrozenDictionary<string, int> Known = Names.Select((name, index) => (name, index))
        .ToFrozenDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);

    private static readonly string[] Required =
    [
        SpecVersion, Id, Source, CloudEventAttributes.Type, Subject, Time, Position, StreamVersion, SchemaVersion,
        CommitId, CommitIndex, CommitSize, Data,
    ];

    private readonly ReadOnlySpan<byte> _line = line;

    /// <summary>Reads the line.</summary>
    /// <exception cref="ImportException">It is no such event; the message names the attribute.</exception>
    public ImportedEvent Read()
    {
        if (_line.Trim(" \t\r"u8).IsEmpty)
            throw Wrong("it is empty; expected one event in each line.");
        if (!Utf8.IsValid(_line))
            throw Wrong("it is not UTF-8.");
        var reader = new Utf8JsonReader(_line, new JsonReaderOptions { MaxDepth = DataSpan.MaxDepth });
        try
        {
            return Read(ref reader);
        }
        catch (JsonException exception)
        {
            throw new ImportException(
                number, $"it is not JSON at byte {exception.BytePositionInLine + 1}; expected one event.", exception);
        }
    }

    private ImportedEvent Read(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw Wrong("expected a JSON object.");
        var values = new string?[Known.Count];
        byte[] data = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, index) = ReadName(ref reader);
            reader.Read();
            if (values[index] is not null)
                throw Wrong($"the attribute {name} is given twice.");
            if (name == Data)
            {
                data = _line[new DataSpan(number).Take(ref reader)].ToArray();
                values[index] = "";
            }
            else
            {
                values[index] = ReadValue(ref reader, name);
            }
        }
        // Whatever follows the object is no JSON, and throws.
        reader.Read();
        return Build(values, data);
    }

    private (string Name, int Index) ReadName(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > MaxNameLength)
            throw Wrong("an attribute has too long a name.");
        Span<char> text = stackalloc char[MaxNameLength];
        var name = text[..reader.CopyString(text)];
        if (Known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var index))
            return (Names[index], index);
        throw Wrong($"the attribute {name} is not one that the log can keep.");
    }

    /// <summary>A text or an integer as text; null is the same as no attribute.</summary>
    private string? ReadValue(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => ReadText(ref reader, name),
        JsonTokenType.Number when reader.TryGetInt64(out var value) => value.ToString(CultureInfo.InvariantCulture),
        _ => throw Wrong($"{name} is neither a text nor an integer."),
    };

    private string ReadText(ref Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new ImportException(number, $"{name} holds half a surrogate pair.", exception);
        }
    }

    private ImportedEvent Build(string?[] values, byte[] data)
    {
        foreach (var name in Required)
        {
            if (Of(values, name) is null)
                throw Wrong($"the attribute {name} is missing.");
        }
        if (Of(values, SpecVersion) != SpecVersionValue)
            throw Wrong($"{SpecVersion} is not {SpecVersionValue}.");
        if (Of(values, DataContentType) is not (null or JsonContentType))
            throw Wrong($"{DataContentType} is not {JsonContentType}.");
        if (Of(values, Source) is "")
            throw Wrong($"{Source} is empty.");
        var recorded = new RecordedEvent
        {
            Stream = Stream(Of(values, Subject)!),
            Version = Number(values, StreamVersion, 1, long.MaxValue),
            Position = Number(values, Position, 1, long.MaxValue),
            EventType = Of(values, CloudEventAttributes.Type)!,
            SchemaVersion = (int)Number(values, SchemaVersion, 1, short.MaxValue),
            Json = data,
            EventId = Identity(values, Id),
            CommitId = Identity(values, CommitId),
            CommitIndex = (int)Number(values, CommitIndex, 0, EventStoreLimits.MaxEventsPerCommit - 1),
            CommitSize = (int)Number(values, CommitSize, 1, EventStoreLimits.MaxEventsPerCommit),
            CommandId = Of(values, CommandId),
            Metadata = Metadata(values),
            RecordedAt = Instant(Of(values, Time)!),
        };
        return new ImportedEvent(
            number, recorded,
            Of(values, Fingerprint) is null ? null : Number(values, Fingerprint, long.MinValue, long.MaxValue));
    }

    private static string? Of(string?[] values, string name) => values[Known[name]];

    private static EventMetadata Metadata(string?[] values) => new()
    {
        CorrelationId = Of(values, CorrelationId),
        CausationId = Of(values, CausationId),
        TraceParent = Of(values, TraceParent),
        Actor = Of(values, Actor),
        Tenant = Of(values, Tenant),
    };

    private StreamId Stream(string text)
    {
        try
        {
            return StreamId.Parse(text);
        }
        catch (ArgumentException exception)
        {
            throw new ImportException(number, $"{Subject} names no stream. {Reasons.Of(exception)}", exception);
        }
    }

    private long Number(string?[] values, string name, long from, long to) =>
        long.TryParse(Of(values, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value >= from && value <= to
            ? value
            : throw Wrong($"{name} is not an integer from {from} to {to}.");

    private Guid Identity(string?[] values, string name) =>
        Guid.TryParseExact(Of(values, name), "D", out var id) && id != Guid.Empty
            ? id
            : throw Wrong($"{name} is not a UUID of the form 01234567-89ab-cdef-0123-456789abcdef.");

    private DateTimeOffset Instant(string text) =>
        Rfc3339.TryParse(text, out var time)
            ? time
            : throw Wrong($"{Time} is not of the form 2026-01-31T12:00:00.123456Z; the log keeps microseconds.");

    private ImportException Wrong(string message) => new(number, message);
}
