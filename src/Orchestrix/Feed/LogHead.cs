namespace Orchestrix.Feed;

/// <summary>
/// The highest position of the log that this process has heard of, from its own appender or from other silos, and the
/// way to wait for a higher one. What it says is a hint that saves polling: the log itself is the truth. Safe for
/// concurrent use.
/// </summary>
public sealed class LogHead
{
    private readonly Lock _gate = new();
    private long _position;
    private TaskCompletionSource? _moved;

    /// <summary>The highest position heard of; 0 if none.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>
    /// True while what other silos append is heard of too. Default false: then the log is looked at more often.
    /// </summary>
    public bool HearsOthers { get; set; }

    /// <summary>Says that the log has reached a position, and wakes who waits for it.</summary>
    public void Advance(long position)
    {
        if (position <= Position)
            return;
        TaskCompletionSource? moved;
        lock (_gate)
        {
            if (position <= _position)
                return;
            Volatile.Write(ref _position, position);
            (moved, _moved) = (_moved, null);
        }
        moved?.SetResult();
    }

    /// <summary>Says that the log ends here, and that whatever was heard of positions behind it is void.</summary>
    internal void GoBack(long position)
    {
        lock (_gate)
            Volatile.Write(ref _position, position);
    }

    /// <summary>Ends when the log is beyond a position, or may be after <paramref name="atMost"/>.</summary>
    /// <param name="position">The position that the caller knows.</param>
    /// <param name="atMost">How long to wait without having heard anything.</param>
    /// <param name="time">The clock of the wait.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task WaitBeyondAsync(
        long position, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        var moved = Moved(position);
        if (moved.IsCompleted)
            return;
        try
        {
            await moved.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing was heard: the caller looks for itself.
        }
    }

    private Task Moved(long beyond)
    {
        lock (_gate)
        {
            return _position > beyond
                ? Task.CompletedTask
                : (_moved ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
