using Npgsql;
using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>Reads rows in the column order that all reading statements share.</summary>
internal static class RecordedEventReader
{
    public static async Task<List<RecordedEvent>> ReadPageAsync(
        NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var page = new List<RecordedEvent>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            page.Add(Read(reader));
        return page;
    }

    private static RecordedEvent Read(NpgsqlDataReader reader) => new()
    {
        Stream = StreamId.Parse(reader.GetString(0)),
        Version = reader.GetInt64(1),
        Position = reader.GetInt64(2),
        EventType = reader.GetString(3),
        SchemaVersion = reader.GetInt16(4),
        Json = reader.GetFieldValue<byte[]>(5),
        EventId = reader.GetGuid(6),
        CommitId = reader.GetGuid(7),
        CommitIndex = reader.GetInt16(8),
        CommitSize = reader.GetInt16(9),
        CommandId = Text(reader, 10),
        Metadata = Metadata(reader),
        RecordedAt = reader.GetFieldValue<DateTimeOffset>(16),
    };

    private static EventMetadata Metadata(NpgsqlDataReader reader)
    {
        var (correlation, causation) = (Text(reader, 11), Text(reader, 12));
        var (trace, actor, tenant) = (Text(reader, 13), Text(reader, 14), Text(reader, 15));
        return (correlation ?? causation ?? trace ?? actor ?? tenant) is null
            ? EventMetadata.None
            : new EventMetadata
            {
                CorrelationId = correlation,
                CausationId = causation,
                TraceParent = trace,
                Actor = actor,
                Tenant = tenant,
            };
    }

    private static string? Text(NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
}
