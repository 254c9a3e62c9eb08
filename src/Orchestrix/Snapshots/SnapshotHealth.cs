using Microsoft.Extensions.Logging;

namespace Orchestrix.Snapshots;

/// <summary>
/// Remembers that the snapshot store failed, so that an outage is logged once and not asked about with every load.
/// Safe for concurrent use.
/// </summary>
internal sealed class SnapshotHealth(string work, TimeSpan retryAfter, TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private long? _failedAt;

    /// <summary>False for a while after a failure.</summary>
    public bool MayTry
    {
        get
        {
            lock (_gate)
                return _failedAt is not { } failedAt || time.GetElapsedTime(failedAt) >= retryAfter;
        }
    }

    public void Fail(Exception exception)
    {
        lock (_gate)
        {
            if (_failedAt is null)
                Log.StoreFailed(logger, exception, work, retryAfter);
            _failedAt = time.GetTimestamp();
        }
    }

    public void Succeed()
    {
        lock (_gate)
        {
            if (_failedAt is not null)
                Log.StoreRecovered(logger, work);
            _failedAt = null;
        }
    }
}
