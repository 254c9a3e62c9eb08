using Npgsql;
using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>Reads the columns that all reading statements begin with, in one order.</summary>
/// <param name="reader">On the row to read.</param>
/// <param name="stream">
/// The stream if all rows are of one, so that no row has to carry its name; null if each row ends with it.
/// </param>
internal sealed class RecordedEventReader(NpgsqlDataReader reader, StreamId? stream = null)
{
    public const int Version = 0;
    public const int EventType = 2;
    public const int SchemaVersion = 3;
    public const int EventId = 5;
    public const int ColumnCount = 16;

    public static async Task<List<RecordedEvent>> ReadPageAsync(
        NpgsqlDataReader reader, StreamId? stream, CancellationToken cancellationToken)
    {
        var page = new List<RecordedEvent>();
        var rows = new RecordedEventReader(reader, stream);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            page.Add(rows.Read());
        return page;
    }

    /// <summary>Reads the pages of many streams; each row ends with the place of its stream, from 1.</summary>
    /// <param name="reader">Before the first row.</param>
    /// <param name="asked">What was asked for.</param>
    /// <param name="limits">Most events of each page.</param>
    /// <param name="maxBytes">
    /// No event is kept after so many bytes of JSON; the pages from there on say that more may follow.
    /// </param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IReadOnlyList<StreamPage>> ReadPagesAsync(
        NpgsqlDataReader reader, StreamPageRequest[] asked, long[] limits, long maxBytes,
        CancellationToken cancellationToken)
    {
        var pages = new List<RecordedEvent>?[asked.Length];
        // The places in front of this one have all that the statement found for them.
        var complete = asked.Length;
        for (var bytes = 0L; await reader.ReadAsync(cancellationToken).ConfigureAwait(false);)
        {
            var place = (int)reader.GetInt64(ColumnCount) - 1;
            if (bytes >= maxBytes)
            {
                complete = place;
                break;
            }
            var recorded = new RecordedEventReader(reader, asked[place].Stream).Read();
            bytes += recorded.Json.Length;
            (pages[place] ??= []).Add(recorded);
        }
        var answers = new StreamPage[asked.Length];
        for (var place = 0; place < answers.Length; place++)
        {
            var events = pages[place] ?? [];
            answers[place] = new StreamPage(events, place < complete && events.Count < limits[place]);
        }
        return answers;
    }

    public RecordedEvent Read() => new()
    {
        Stream = stream ?? StreamId.Parse(reader.GetString(ColumnCount)),
        Version = reader.GetInt64(Version),
        Position = reader.GetInt64(1),
        EventType = reader.GetString(EventType),
        SchemaVersion = reader.GetInt32(SchemaVersion),
        Json = reader.GetFieldValue<byte[]>(4),
        EventId = reader.GetGuid(EventId),
        CommitId = reader.GetGuid(6),
        CommitIndex = reader.GetInt16(7),
        CommitSize = reader.GetInt16(8),
        CommandId = Text(9),
        Metadata = Metadata(),
        RecordedAt = reader.GetFieldValue<DateTimeOffset>(15),
    };

    private EventMetadata Metadata()
    {
        var (correlation, causation) = (Text(10), Text(11));
        var (trace, actor, tenant) = (Text(12), Text(13), Text(14));
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

    private string? Text(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
}
