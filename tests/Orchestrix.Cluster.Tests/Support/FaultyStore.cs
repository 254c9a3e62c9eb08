using System.Text;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.InMemory;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>The in-memory store, with failures on demand.</summary>
public sealed class FaultyStore : IEventStore
{
    private readonly InMemoryEventStore _inner = new();
    private int _headReads;

    /// <summary>While true, nothing can be read or written.</summary>
    public bool IsDown { get; set; }

    /// <summary>The next append is written, but its answer is lost.</summary>
    public bool LoseNextAnswer { get; set; }

    /// <summary>While set, appends wait for it.</summary>
    public TaskCompletionSource? Stall { get; set; }

    /// <summary>Fails the next append in this way; nothing is written.</summary>
    public Exception? NextFailure { get; set; }

    /// <summary>How often the end of the log was asked for.</summary>
    public int HeadReads => _headReads;

    /// <summary>Number of commits asked to be appended.</summary>
    public int Appends { get; private set; }

    public async Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commits);
        CheckUp();
        if (Stall is { } stall)
            await stall.Task;
        if (NextFailure is { } failure)
        {
            NextFailure = null;
            throw failure;
        }
        Appends += commits.Count;
        var results = await _inner.AppendAsync(commits, cancellationToken);
        if (!LoseNextAnswer)
            return results;
        LoseNextAnswer = false;
        throw new UncertainOutcomeException(commits[0].Stream, commits[0].CommitId, null);
    }

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, CancellationToken cancellationToken = default)
    {
        CheckUp();
        return _inner.ReadStreamAsync(stream, read, cancellationToken);
    }

    public Task<LogPage> ReadLogPageAsync(
        long afterPosition, int maxCount, LogFilter filter, CancellationToken cancellationToken = default)
    {
        CheckUp();
        return _inner.ReadLogPageAsync(afterPosition, maxCount, filter, cancellationToken);
    }

    public Task<long> ReadStreamVersionAsync(StreamId stream, CancellationToken cancellationToken = default)
    {
        CheckUp();
        return _inner.ReadStreamVersionAsync(stream, cancellationToken);
    }

    public Task<long> ReadHeadAsync(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _headReads);
        CheckUp();
        return _inner.ReadHeadAsync(cancellationToken);
    }

    public Task<AppendResult?> FindCommandAsync(
        StreamId stream, string commandId, CancellationToken cancellationToken = default)
    {
        CheckUp();
        return _inner.FindCommandAsync(stream, commandId, cancellationToken);
    }

    public Task ConfirmAsync(CancellationToken cancellationToken = default)
    {
        CheckUp();
        return _inner.ConfirmAsync(cancellationToken);
    }

    /// <summary>Appends one event behind the back of the silo.</summary>
    public Task AppendAsync(StreamId stream, long expectedVersion, string eventType, string json) =>
        _inner.AppendAsync([
        new Commit
        {
            Stream = stream,
            ExpectedVersion = ExpectedVersion.Exactly(expectedVersion),
            CommitId = Guid.NewGuid(),
            Events = [new EventData(Guid.NewGuid(), eventType, 1, Encoding.UTF8.GetBytes(json))],
        },
    ]);

    private void CheckUp()
    {
        if (IsDown)
            throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "Down. Host=secret-host.");
    }
}
