using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Diagnostics;

namespace Orchestrix.Snapshots;

/// <summary>
/// Writes snapshots behind the backs of the grains: one for each silo. A grain hands a snapshot over and goes on;
/// what cannot be written is dropped, because the stream can always be replayed.
/// </summary>
internal sealed class SnapshotWriter : IAsyncDisposable
{
    private readonly ISnapshotStore? _store;
    private readonly SnapshotOptions _options;
    private readonly TimeProvider _time;
    private readonly OrchestrixMetrics _metrics;
    private readonly SnapshotHealth _health;
    private readonly SnapshotQueue _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Task _pump;
    private bool _isDisposed;

    public SnapshotWriter(
        IOptions<SnapshotOptions> options, TimeProvider time, OrchestrixMetrics metrics, ILogger<SnapshotWriter> logger,
        ISnapshotStore? store = null)
    {
        (_store, _options, _time, _metrics) = (store, options.Value, time, metrics);
        _health = new SnapshotHealth("written", _options.RetryAfter, time, logger);
        _queue = new SnapshotQueue(_options);
        // The pump belongs to no grain: it must not inherit a grain's scheduler or request context.
        using (ExecutionContext.SuppressFlow())
            _pump = Task.Run(PumpAsync);
    }

    /// <summary>Takes a snapshot to be written later, or drops it. Never waits and never throws.</summary>
    public void Offer(Snapshot snapshot)
    {
        if (!_queue.TryAdd(snapshot))
            _metrics.SnapshotsDropped(1, _stopping.IsCancellationRequested ? "stopping" : "queue-full");
    }

    /// <summary>
    /// Takes no more snapshots, and returns when those that wait are written or
    /// <see cref="SnapshotOptions.DrainTimeout"/> has passed; the rest is dropped.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        _queue.Close();
        await _stopping.CancelAsync();
        try
        {
            await _pump.WaitAsync(_options.DrainTimeout, _time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            await _abandoned.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await DrainAsync();
        // The pump looks at both once more before it ends.
        await _pump;
        _stopping.Dispose();
        _abandoned.Dispose();
    }

    private async Task PumpAsync()
    {
        while (await _queue.WaitAsync())
        {
            var batch = _queue.TakeBatch();
            if (batch.Count > 0)
                await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<Snapshot> batch)
    {
        if (_store is null || _abandoned.IsCancellationRequested)
        {
            _metrics.SnapshotsDropped(batch.Count, "stopping");
            return;
        }
        using var timeout = new CancellationTokenSource(_options.WriteTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _abandoned.Token);
        try
        {
            var kept = await _store.SaveAsync(batch, either.Token).WaitAsync(either.Token);
            _metrics.SnapshotsWritten(kept);
            if (kept < batch.Count)
                _metrics.SnapshotsDropped(batch.Count - kept, "superseded");
            _health.Succeed();
            return;
        }
        // Nobody waits for a snapshot, so whatever the store throws is logged once, counted, and survived.
        catch (Exception exception)
        {
            _metrics.SnapshotsDropped(batch.Count, "store-failed");
            _health.Fail(exception);
        }
        await PauseAsync();
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(_options.RetryAfter, _time, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The silo stops: the rest gets its one attempt now.
        }
    }
}
