using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Feed;

/// <summary>
/// The one reader of the log's end in a silo, for any number of subscriptions: it reads each new event once and serves
/// everyone from memory. Who is behind its buffer reads the log for himself, through his filter, until he has caught
/// up. While nobody has a cursor, nothing is read. Safe for concurrent use.
/// </summary>
public sealed class LogFeed : IAsyncDisposable
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    private readonly IEventStore _store;
    private readonly LogHead _head;
    private readonly FeedOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<LogFeed> _logger;
    private readonly TailBuffer _buffer;
    private readonly SemaphoreSlim _catchUp;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _tail = Task.CompletedTask;
    private Task? _ready;
    private long _readAt;
    private int _lastCount;
    private int _cursors;
    private int _losses;
    private Guid? _lastEvent;
    private bool _isFollowing;

    /// <summary>Creates a feed; nothing is read before a cursor is opened.</summary>
    public LogFeed(
        IEventStore store, LogHead head, IOptions<FeedOptions> options, TimeProvider time, ILogger<LogFeed> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_store, _head, _options, _time, _logger) = (store, head, options.Value, time, logger);
        _buffer = new TailBuffer(_options.BufferEvents, _options.BufferBytes);
        _catchUp = new SemaphoreSlim(_options.CatchUpReads);
    }

    /// <summary>Opens a cursor. The feed reads the log's end as long as one is open.</summary>
    public LogCursor Open(LogFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            _cursors++;
            if (!_isFollowing)
            {
                _isFollowing = true;
                var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _ready = ready.Task;
                var before = _tail;
                // The reader belongs to no grain: it must not inherit a grain's scheduler or request context.
                using (ExecutionContext.SuppressFlow())
                    _tail = Task.Run(() => FollowAsync(before, ready), CancellationToken.None);
            }
            return new LogCursor(this, filter, _ready!);
        }
    }

    /// <summary>Stops reading. Cursors that are still open learn nothing new.</summary>
    public async ValueTask DisposeAsync()
    {
        Task tail;
        lock (_gate)
        {
            _stopping.Cancel();
            tail = _tail;
        }
        await tail.ConfigureAwait(false);
    }

    internal FeedOptions Options => _options;

    internal TimeProvider Time => _time;

    internal TailBuffer Buffer => _buffer;

    /// <summary>How often the log was found to have lost events that had been read.</summary>
    internal int Losses => Volatile.Read(ref _losses);

    internal CancellationToken Stopping => _stopping.Token;

    internal void Close()
    {
        lock (_gate)
            _cursors--;
    }

    internal async Task<LogPage> CatchUpAsync(
        long after, int maxCount, LogFilter filter, CancellationToken cancellationToken)
    {
        await _catchUp.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _store.ReadLogPageAsync(after, maxCount, filter, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _catchUp.Release();
        }
    }

    private async Task FollowAsync(Task before, TaskCompletionSource ready)
    {
        await before.ConfigureAwait(false);
        var failures = 0;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (!ready.Task.IsCompleted)
                {
                    await RestartAsync().ConfigureAwait(false);
                    ready.SetResult();
                }
                if (MayRest())
                    return;
                await StepAsync().ConfigureAwait(false);
                failures = 0;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                break;
            }
            // Serves every subscription of the silo: whatever went wrong, it is told once and tried again.
            catch (Exception exception)
            {
                if (failures++ == 0)
                    Log.TailFailed(_logger, (exception as IErrorCode)?.Code ?? exception.GetType().Name, exception);
                await PauseAsync(failures).ConfigureAwait(false);
            }
        }
        ready.TrySetCanceled(_stopping.Token);
    }

    private async Task StepAsync()
    {
        await PaceAsync().ConfigureAwait(false);
        var end = _buffer.End;
        // The last event is read again with what follows: so a log that has gone back is noticed however soon it has
        // grown again.
        var overlap = _lastEvent is null ? 0 : 1;
        var page = await _store.ReadLogPageAsync(
            end - overlap, _options.PageSize + overlap, LogFilter.Everything, _stopping.Token).ConfigureAwait(false);
        _lastCount = page.Events.Count - overlap;
        if (overlap > 0 && (page.Events is not [var same, ..] || same.EventId != _lastEvent))
        {
            await RestartAsync().ConfigureAwait(false);
            Log.WentBack(_logger, end, _buffer.End);
            _head.GoBack(_buffer.End);
            Interlocked.Increment(ref _losses);
        }
        else if (page.Events.Count > overlap)
        {
            Add(page, overlap);
            _head.Advance(_buffer.End);
        }
        // A page that is not full was the end of the log, or had many bytes: what comes behind it is heard of, as a
        // rule before this waits for it.
        if (page.Events.Count < _options.PageSize + overlap)
        {
            var interval = _head.HearsOthers ? _options.PollInterval : _options.BlindPollInterval;
            await _head.WaitBeyondAsync(_buffer.End, interval, _time, _stopping.Token).ConfigureAwait(false);
        }
    }

    private void Add(LogPage page, int overlap)
    {
        try
        {
            _buffer.Add(overlap == 0 ? page.Events : [.. page.Events.Skip(overlap)]);
        }
        finally
        {
            // In front of a gap the buffer takes what it can.
            _lastEvent = page.Events.LastOrDefault(one => one.Position == _buffer.End)?.EventId ?? _lastEvent;
        }
    }

    /// <summary>Begins at the end of the log; whoever is behind it reads for himself.</summary>
    private async Task RestartAsync()
    {
        var head = await _store.ReadHeadAsync(_stopping.Token).ConfigureAwait(false);
        var page = head == 0
            ? null
            : await _store.ReadLogPageAsync(head - 1, 1, LogFilter.Everything, _stopping.Token).ConfigureAwait(false);
        _lastEvent = page?.Events is [var last, ..] ? last.EventId : null;
        _buffer.Restart(head);
    }

    /// <summary>
    /// Leaves the log alone for a moment after a read, so that pages grow with the load and cost less for each event.
    /// </summary>
    private async ValueTask PaceAsync()
    {
        var wait = _options.ReadIntervalAfter(_lastCount) - _time.GetElapsedTime(_readAt);
        if (_readAt != 0 && wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, _stopping.Token).ConfigureAwait(false);
        _readAt = _time.GetTimestamp();
    }

    private bool MayRest()
    {
        lock (_gate)
            return !(_isFollowing = _cursors > 0);
    }

    private async Task PauseAsync(int failures)
    {
        var pause = TimeSpan.FromMilliseconds(50 * Math.Pow(2, Math.Min(failures, 10)));
        try
        {
            await Task.Delay(pause < MaxPause ? pause : MaxPause, _time, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The loop sees it.
        }
    }
}
