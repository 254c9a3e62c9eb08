namespace Orchestrix.TestKit.Sagas;

/// <summary>
/// A clock that moves only when it is told to, from one timer to the next. Not safe for concurrent use: everything runs
/// on the simulation's scheduler.
/// </summary>
public sealed partial class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<VirtualTimer, (long At, long Order)> _timers = new();
    private long _elapsed;
    private long _order;
    private TimeSpan _jump;

    /// <summary>How much time has passed, whatever the clock on the wall says.</summary>
    public TimeSpan Elapsed => new(_elapsed);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Start + Elapsed + _jump;

    /// <inheritdoc/>
    public override long GetTimestamp() => _elapsed;

    /// <summary>A clock on another machine, which nobody sets.</summary>
    internal TimeProvider Steady => new SteadyTime(this);

    /// <summary>Sets the clock on the wall forwards or backwards; no time passes.</summary>
    public void Jump(TimeSpan by) => _jump += by;

    /// <summary>Moves to the next timer and lets it fire, unless it lies behind a limit.</summary>
    /// <param name="limit">How much time may have passed after it, counted from the beginning.</param>
    /// <returns>False if there is no timer up to the limit; time has then moved to the limit.</returns>
    public bool MoveToNextTimer(TimeSpan limit)
    {
        while (_timers.TryPeek(out var timer, out var due) && due.At <= limit.Ticks)
        {
            _timers.Dequeue();
            if (!timer.IsDueAt(due))
                continue;
            _elapsed = Math.Max(_elapsed, due.At);
            timer.Fire();
            return true;
        }
        if (limit < TimeSpan.MaxValue)
            _elapsed = Math.Max(_elapsed, limit.Ticks);
        return false;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SteadyTime(VirtualTime time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Start + time.Elapsed;
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private (long At, long Order)? _due;
        private TimeSpan _period;

        public bool IsDueAt((long At, long Order) due) => _due == due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _due = null;
            if (dueTime != Timeout.InfiniteTimeSpan)
                Schedule(dueTime);
            return true;
        }

        public void Fire()
        {
            _due = null;
            if (_period > TimeSpan.Zero)
                Schedule(_period);
            callback(state);
        }

        public void Dispose() => _due = null;

        public ValueTask DisposeAsync()
        {
            _due = null;
            return ValueTask.CompletedTask;
        }

        private void Schedule(TimeSpan dueTime)
        {
            var due = (time._elapsed + dueTime.Ticks, time._order++);
            _due = due;
            time._timers.Enqueue(this, due);
        }
    }
}
