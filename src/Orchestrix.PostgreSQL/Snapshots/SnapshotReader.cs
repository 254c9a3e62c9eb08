using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.Snapshots;

namespace Orchestrix.PostgreSQL.Snapshots;

/// <summary>Reads the rows of load_stream.sql: the snapshot, which alone has a state, and the events.</summary>
internal static class SnapshotReader
{
    private const int Shape = RecordedEventReader.ColumnCount;
    private const int Checksum = Shape + 1;
    private const int IsInLog = Shape + 2;
    private const int State = Shape + 3;

    public static async Task<SnapshotLoad> ReadAsync(
        NpgsqlDataReader reader, StreamId stream, int pageSize, CancellationToken cancellationToken)
    {
        Snapshot? snapshot = null;
        var isInLog = false;
        var events = new RecordedEventReader(reader, stream);
        var tail = new List<RecordedEvent>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (reader.IsDBNull(State))
                tail.Add(events.Read());
            else
                (snapshot, isInLog) = (ReadSnapshot(reader, stream), reader.GetBoolean(IsInLog));
        }
        return new SnapshotLoad
        {
            Snapshot = snapshot,
            IsInLog = isInLog,
            Tail = tail,
            IsWhole = tail.Count < pageSize,
        };
    }

    private static Snapshot ReadSnapshot(NpgsqlDataReader reader, StreamId stream) => new()
    {
        Stream = stream,
        Version = reader.GetInt64(RecordedEventReader.Version),
        EventId = reader.GetGuid(RecordedEventReader.EventId),
        StateName = reader.GetString(RecordedEventReader.EventType),
        SchemaVersion = reader.GetInt32(RecordedEventReader.SchemaVersion),
        Shape = reader.GetInt64(Shape),
        Checksum = reader.GetInt64(Checksum),
        State = reader.GetFieldValue<byte[]>(State),
    };
}
