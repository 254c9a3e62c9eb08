using System.Buffers;
using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Orchestrix.Feed;

/// <summary>
/// One reader's place at a <see cref="LogFeed"/>. Used by one reader at a time; disposing it lets the feed rest.
/// </summary>
public sealed class LogCursor : IDisposable
{
    private readonly LogFeed _feed;
    private readonly LogFilter _filter;
    private readonly Task _ready;
    private readonly int _losses;
    private bool _isClosed;

    internal LogCursor(LogFeed feed, LogFilter filter, Task ready) =>
        (_feed, _filter, _ready, _losses) = (feed, filter, ready, feed.Losses);

    /// <summary>
    /// Reads what follows a position, and waits for it if there is nothing yet. At the end of the log whatever came
    /// since the last page is one page, so pages grow with the load.
    /// </summary>
    /// <param name="after">The position behind which to read.</param>
    /// <param name="maxCount">Most events, from 1.</param>
    /// <param name="atMost">
    /// How long to wait at the end of the log; then a page is answered whose <see cref="LogPage.ScannedTo"/> is
    /// <paramref name="after"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Errors.EventStoreUnavailableException">The log could not be read.</exception>
    /// <exception cref="CheckpointMismatchException">
    /// The log has lost events that were read from it: begin again at the checkpoint, with another cursor.
    /// </exception>
    public async Task<LogPage> ReadAsync(
        long after, int maxCount, TimeSpan atMost, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        await _ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfLost();
        if (IsBehind(after))
        {
            var page = await _feed.CatchUpAsync(after, maxCount, _filter, cancellationToken).ConfigureAwait(false);
            if (page.ScannedTo > after)
                return page;
        }
        if (_feed.Buffer.End <= after)
            await WaitAsync(after, atMost, cancellationToken).ConfigureAwait(false);
        ThrowIfLost();
        if (_feed.Buffer.End <= after)
            return new LogPage([], after);
        return Take(after, maxCount)
            ?? await _feed.CatchUpAsync(after, maxCount, _filter, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>True if the events behind a position are not in memory any more.</summary>
    public bool IsBehind(long after) => after < _feed.Buffer.After;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _feed.Close();
    }

    private void ThrowIfLost()
    {
        if (_feed.Losses != _losses)
        {
            throw new CheckpointMismatchException(
                "The log has lost events that were read from it: a fail-over to a server that lacked them, or a backup "
                + "that was restored while silos ran.");
        }
    }

    private async Task WaitAsync(long after, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var started = _feed.Time.GetTimestamp();
        try
        {
            // Who has read the log himself may be ahead of the buffer, and is not told of what he has.
            while (_feed.Buffer.End <= after)
            {
                var left = atMost - _feed.Time.GetElapsedTime(started);
                await _feed.Buffer.GrownAsync(after)
                    .WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _feed.Time, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            // Nothing came; the caller is told so.
        }
    }

    /// <summary>The wanted ones of the events in memory; null if they are not there any more.</summary>
    private LogPage? Take(long after, int maxCount)
    {
        var taken = ArrayPool<RecordedEvent>.Shared.Rent(maxCount);
        try
        {
            if (!_feed.Buffer.TryRead(after, taken.AsSpan(0, maxCount), out var count) || count == 0)
                return null;
            var events = new List<RecordedEvent>(count);
            foreach (var recorded in taken.AsSpan(0, count))
            {
                if (_filter.Matches(recorded))
                    events.Add(recorded);
            }
            return new LogPage(events, after + count);
        }
        finally
        {
            ArrayPool<RecordedEvent>.Shared.Return(taken, clearArray: true);
        }
    }
}
