using System.Runtime.CompilerServices;
using Orchestrix.Events;
using Orchestrix.EventStore;

namespace Orchestrix.InMemory;

/// <summary>
/// Keeps the log in this process's memory: for tests and first steps. Everything is lost with the process, so a host
/// in Production refuses to start on it. Passes the same conformance suite as the PostgreSQL store.
/// </summary>
public sealed class InMemoryEventStore(TimeProvider time) : IEventStore
{
    private readonly Lock _gate = new();
    private readonly List<RecordedEvent> _log = [];
    private readonly Dictionary<StreamId, List<RecordedEvent>> _streams = [];
    private readonly Dictionary<(StreamId Stream, string CommandId), AppendResult> _receipts = [];
    private readonly Dictionary<Guid, AppendResult> _commits = [];

    /// <summary>Creates an empty store on the system clock.</summary>
    public InMemoryEventStore() : this(TimeProvider.System)
    {
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default)
    {
        CommitRules.CheckBatch(commits);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var recordedAt = time.GetUtcNow();
            if (_log.Count > 0 && _log[^1].RecordedAt > recordedAt)
                recordedAt = _log[^1].RecordedAt;
            var results = new AppendResult[commits.Count];
            for (var index = 0; index < results.Length; index++)
                results[index] = Append(commits[index], recordedAt);
            return Task.FromResult<IReadOnlyList<AppendResult>>(results);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        var page = Snapshot(stream, read);
        foreach (var recorded in page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return recorded;
        }
    }

    /// <inheritdoc/>
    public Task<LogPage> ReadLogPageAsync(
        long afterPosition, int maxCount, LogFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterPosition);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentNullException.ThrowIfNull(filter);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var events = new List<RecordedEvent>();
            var position = afterPosition;
            for (; position < _log.Count && events.Count < maxCount; position++)
            {
                if (filter.Matches(_log[(int)position]))
                    events.Add(_log[(int)position]);
            }
            return Task.FromResult(new LogPage(events, position));
        }
    }

    /// <inheritdoc/>
    public Task<long> ReadStreamVersionAsync(StreamId stream, CancellationToken cancellationToken = default)
    {
        lock (_gate)
            return Task.FromResult<long>(_streams.TryGetValue(stream, out var events) ? events.Count : 0);
    }

    /// <inheritdoc/>
    public Task<long> ReadHeadAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
            return Task.FromResult<long>(_log.Count);
    }

    /// <inheritdoc/>
    public Task ConfirmAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<AppendResult?> FindCommandAsync(
        StreamId stream, string commandId, CancellationToken cancellationToken = default)
    {
        CommitRules.CheckCommandId(commandId);
        lock (_gate)
        {
            return Task.FromResult(_receipts.TryGetValue((stream, commandId), out var receipt)
                ? AsDuplicate(receipt, _streams[stream].Count)
                : null);
        }
    }

    private AppendResult Append(Commit commit, DateTimeOffset recordedAt)
    {
        var events = _streams.TryGetValue(commit.Stream, out var existing) ? existing : [];
        if (commit.CommandId is { } id && _receipts.TryGetValue((commit.Stream, id), out var receipt))
            return receipt.CommitId == commit.CommitId ? receipt : AsDuplicate(receipt, events.Count);
        if (_commits.TryGetValue(commit.CommitId, out var own) && own.Stream == commit.Stream)
            return own;
        if (!commit.ExpectedVersion.IsMetBy(events.Count))
        {
            return new AppendResult
            {
                Status = AppendStatus.Conflict,
                Stream = commit.Stream,
                StreamVersion = events.Count,
            };
        }

        var result = new AppendResult
        {
            Status = AppendStatus.Appended,
            Stream = commit.Stream,
            StreamVersion = events.Count + commit.Events.Count,
            FirstVersion = events.Count + 1,
            LastVersion = events.Count + commit.Events.Count,
            LastPosition = _log.Count + commit.Events.Count,
            CommitId = commit.CommitId,
            CommandFingerprint = commit.CommandFingerprint,
            RecordedAt = recordedAt,
        };
        Record(commit, events, recordedAt);
        _streams[commit.Stream] = events;
        _commits[commit.CommitId] = result;
        if (commit.CommandId is { } commandId)
            _receipts[(commit.Stream, commandId)] = result;
        return result;
    }

    private void Record(Commit commit, List<RecordedEvent> events, DateTimeOffset recordedAt)
    {
        for (var index = 0; index < commit.Events.Count; index++)
        {
            var data = commit.Events[index];
            var recorded = new RecordedEvent
            {
                Stream = commit.Stream,
                Version = events.Count + 1,
                Position = _log.Count + 1,
                EventType = data.EventType,
                SchemaVersion = data.SchemaVersion,
                Json = data.Json.ToArray(),
                EventId = data.EventId,
                CommitId = commit.CommitId,
                CommitIndex = index,
                CommitSize = commit.Events.Count,
                CommandId = commit.CommandId,
                Metadata = commit.Metadata,
                RecordedAt = recordedAt,
            };
            events.Add(recorded);
            _log.Add(recorded);
        }
    }

    private List<RecordedEvent> Snapshot(StreamId stream, StreamRead read)
    {
        lock (_gate)
        {
            if (!_streams.TryGetValue(stream, out var events))
                return [];
            if (!read.Backwards)
            {
                var from = (int)Math.Min(read.FromVersion - 1, events.Count);
                return events.GetRange(from, (int)Math.Min(read.MaxCount, events.Count - from));
            }
            var until = (int)Math.Min(read.FromVersion, events.Count);
            var count = (int)Math.Min(read.MaxCount, until);
            var page = events.GetRange(until - count, count);
            page.Reverse();
            return page;
        }
    }

    private static AppendResult AsDuplicate(AppendResult receipt, long streamVersion) =>
        receipt with { Status = AppendStatus.Duplicate, StreamVersion = streamVersion };
}
