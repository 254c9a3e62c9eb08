using Npgsql;
using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>Reads a page of the log, and stops early if it grows too large.</summary>
internal sealed class LogPageReader(long afterPosition, int maxCount, int maxBytes)
{
    private const int Position = 1;
    private const int Bound = RecordedEventReader.ColumnCount + 1;

    /// <summary>Reads rows that leave out nothing.</summary>
    public async Task<LogPage> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new RecordedEventReader(reader);
        var events = new List<RecordedEvent>();
        var bytes = 0L;
        while (bytes < maxBytes && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            events.Add(rows.Read());
            bytes += events[^1].Json.Length;
        }
        return new LogPage(events, events.Count == 0 ? afterPosition : events[^1].Position);
    }

    /// <summary>
    /// Reads rows of which each ends with the position up to which the log was looked through; a row without a position
    /// holds nothing else.
    /// </summary>
    public async Task<LogPage> ReadFilteredAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new RecordedEventReader(reader);
        var events = new List<RecordedEvent>();
        var (bytes, bound, isWhole) = (0L, afterPosition, false);
        while (bytes < maxBytes)
        {
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                isWhole = events.Count < maxCount;
                break;
            }
            bound = Math.Max(afterPosition, reader.IsDBNull(Bound) ? 0 : reader.GetInt64(Bound));
            if (reader.IsDBNull(Position))
                continue;
            events.Add(rows.Read());
            bytes += events[^1].Json.Length;
        }
        return new LogPage(events, isWhole ? bound : events[^1].Position);
    }
}
