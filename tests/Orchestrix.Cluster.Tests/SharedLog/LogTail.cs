using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>
/// A subscriber, as naive as G6 allows: it reads what lies behind the last position it has seen, on a connection of its
/// own, and never looks back. Begins with an empty log.
/// </summary>
internal sealed class LogTail : IAsyncDisposable
{
    private readonly OpenStore _store;
    private readonly CancellationTokenSource _over = new();
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(2));
    private readonly List<Guid> _seen = [];
    private readonly Task _reading;
    private long _position;

    public LogTail(TestDatabase database)
    {
        _store = new OpenStore(database);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>
    /// The ids of the events up to <paramref name="position"/>, in the order in which they were seen.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> SeenUpToAsync(long position)
    {
        await Until.TrueAsync(() => Task.FromResult(_reading.IsCompleted || Volatile.Read(ref _position) >= position));
        await _over.CancelAsync();
        await _reading;
        return _seen;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        // What the reader met was thrown by SeenUpToAsync; a test that failed before has its own reason.
        await Task.WhenAny(_reading);
        _timer.Dispose();
        _over.Dispose();
        await _store.DisposeAsync();
    }

    private async Task ReadAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            await foreach (var recorded in _store.Store.ReadLogAsync(_position))
            {
                Assert.Equal(_position + 1, recorded.Position);
                _seen.Add(recorded.EventId);
                Volatile.Write(ref _position, recorded.Position);
            }
            await _timer.WaitForNextTickAsync();
        }
    }
}
