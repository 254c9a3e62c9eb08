using Orchestrix.Events;
using Orchestrix.EventStore;

namespace Orchestrix.Benchmarks.Micro.Append;

/// <summary>
/// Checks a batch as every store does, appends it nowhere and answers at once: what remains is the cost of all that is
/// not the database.
/// </summary>
internal sealed class AnsweringStore : IEventStore
{
    private long _head;

    public Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default)
    {
        CommitRules.CheckBatch(commits);
        var results = new AppendResult[commits.Count];
        for (var index = 0; index < results.Length; index++)
            results[index] = Appended(commits[index]);
        return Task.FromResult<IReadOnlyList<AppendResult>>(results);
    }

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, CancellationToken cancellationToken = default) =>
        AsyncEnumerable.Empty<RecordedEvent>();

    public Task<LogPage> ReadLogPageAsync(
        long afterPosition, int maxCount, LogFilter filter, CancellationToken cancellationToken = default) =>
        Task.FromResult(new LogPage([], afterPosition));

    public Task<long> ReadStreamVersionAsync(StreamId stream, CancellationToken cancellationToken = default) =>
        Task.FromResult(0L);

    public Task<long> ReadHeadAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(Interlocked.Read(ref _head));

    public Task<AppendResult?> FindCommandAsync(
        StreamId stream, string commandId, CancellationToken cancellationToken = default) =>
        Task.FromResult<AppendResult?>(null);

    public Task ConfirmAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    private AppendResult Appended(Commit commit) => new()
    {
        Status = AppendStatus.Appended,
        Stream = commit.Stream,
        StreamVersion = commit.ExpectedVersion.Value + commit.Events.Count,
        FirstVersion = commit.ExpectedVersion.Value + 1,
        LastVersion = commit.ExpectedVersion.Value + commit.Events.Count,
        LastPosition = Interlocked.Add(ref _head, commit.Events.Count),
        CommitId = commit.CommitId,
        CommandFingerprint = commit.CommandFingerprint,
        RecordedAt = DateTimeOffset.UnixEpoch,
    };
}
