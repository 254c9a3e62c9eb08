using System.Text.Json;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>
/// What a part of the log makes of the index: for each saga the latest outlook. A saga that began and ended within the
/// part leaves nothing to write, so that short sagas cost the index no row.
/// </summary>
internal sealed class SagaIndexFold(JsonSerializerOptions json)
{
    private static readonly string Parked = SagaEventsJson.NameOf(typeof(SagaParked));

    private readonly Dictionary<StreamId, Entry> _entries = [];

    /// <summary>Sagas that something is known of.</summary>
    public int Count => _entries.Count;

    /// <summary>Takes the events that follow, in order. Events of other kinds are passed over.</summary>
    public void Add(IReadOnlyList<RecordedEvent> events)
    {
        foreach (var recorded in events)
        {
            if (SagaEventsJson.Names.Contains(recorded.EventType))
                Add(recorded);
        }
    }

    /// <summary>What is to be written.</summary>
    public IReadOnlyList<SagaChange> Changes()
    {
        var changes = new List<SagaChange>();
        foreach (var (saga, entry) in _entries)
        {
            // One of which only the middle of a commit was seen has its outlook in the next part.
            if (entry.Outlook is { } outlook && !(entry.HasBegun && IsEnd(outlook)))
                changes.Add(Change(saga, entry, outlook));
        }
        return changes;
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => _entries.Clear();

    private void Add(RecordedEvent recorded)
    {
        var isParked = recorded.EventType == Parked;
        // The outlook is on the last event of a commit; the others need not be parsed.
        var isLast = recorded.CommitIndex == recorded.CommitSize - 1;
        if (!_entries.TryGetValue(recorded.Stream, out var entry))
            _entries.Add(recorded.Stream, entry = new Entry(recorded.RecordedAt));
        entry.HasBegun |= recorded.Version == 1;
        if (!isParked && !isLast)
            return;
        var content = JsonSerializer.Deserialize<Content>(recorded.Json.Span, json);
        if (isParked)
            (entry.Reason, entry.CorrelationId) = (content?.Reason, recorded.Metadata.CorrelationId);
        if (isLast && content?.Outlook is { } outlook)
            entry.Outlook = outlook with { DueAt = ByServer(outlook.DueAt, content.At, recorded.RecordedAt) };
    }

    private static SagaChange Change(StreamId saga, Entry entry, SagaOutlook outlook)
    {
        var isParked = outlook.Status == SagaStatus.Parked;
        var summary = new SagaSummary
        {
            Saga = saga,
            Status = outlook.Status,
            BegunAt = entry.FirstSeen,
            DueAt = outlook.DueAt,
            ReasonCode = outlook.ReasonCode,
            ParkedAt = outlook.ParkedAt,
            // Not in the outlooks of the first version of the engine.
            ParkedSince = outlook.ParkedSince ?? (isParked ? entry.FirstSeen : null),
        };
        var letter = isParked && entry.Reason is { } reason
            ? new SagaLetter(reason, Math.Max(1, outlook.Attempts ?? 1), entry.CorrelationId)
            : null;
        return new SagaChange(summary, letter);
    }

    /// <summary>
    /// A due time by the clock of the server, which has noted when the event came: that of the silo may have been wrong
    /// for a while.
    /// </summary>
    private static DateTimeOffset? ByServer(DateTimeOffset? dueAt, DateTimeOffset at, DateTimeOffset recordedAt) =>
        at == default ? dueAt : recordedAt + (dueAt - at);

    private static bool IsEnd(SagaOutlook outlook) =>
        outlook.Status is SagaStatus.Completed or SagaStatus.Compensated;

    private sealed class Entry(DateTimeOffset firstSeen)
    {
        public DateTimeOffset FirstSeen { get; } = firstSeen;

        public bool HasBegun { get; set; }

        public SagaOutlook? Outlook { get; set; }

        public string? Reason { get; set; }

        public string? CorrelationId { get; set; }
    }

    /// <summary>The parts of any saga event that matter here; the reader passes over the others.</summary>
    internal sealed record Content(SagaOutlook? Outlook = null, string? Reason = null, DateTimeOffset At = default);
}
