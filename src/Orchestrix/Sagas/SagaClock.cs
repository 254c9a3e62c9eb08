namespace Orchestrix.Sagas;

/// <summary>
/// The time of one saga: that of the clock on the wall, but never before what the saga has recorded, and never slower
/// than time passes. If the wall's clock is set forward and back again, what became due in between is due as long after
/// it was recorded as it should be, and not when that clock gets there for the second time.
/// </summary>
internal sealed class SagaClock(TimeProvider time)
{
    private DateTimeOffset _latest = DateTimeOffset.MinValue;
    private long _latestAt = time.GetTimestamp();

    public DateTimeOffset Now
    {
        get
        {
            var at = time.GetTimestamp();
            var own = _latest == DateTimeOffset.MinValue ? _latest : _latest + time.GetElapsedTime(_latestAt, at);
            var wall = time.GetUtcNow();
            (_latest, _latestAt) = (wall > own ? wall : own, at);
            return _latest;
        }
    }

    /// <summary>
    /// Goes on where an activation before this one was. If its clock was ahead of this one, the time since then is that
    /// which has passed since the server noted it.
    /// </summary>
    public void Resume(DateTimeOffset latestAt, DateTimeOffset recordedAt)
    {
        var now = Now;
        if (latestAt > now)
            _latest = latestAt + (now > recordedAt ? now - recordedAt : TimeSpan.Zero);
    }
}
