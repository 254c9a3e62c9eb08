using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.TestKit.Faults;

namespace Orchestrix.Tests.Feed;

/// <summary>Counts the pages that are read of another store's log, and can be down or lack a position.</summary>
internal sealed class PagesStore(IEventStore inner) : PassThroughEventStore(inner)
{
    private int _reads;
    private int _failures;

    public int Reads => Volatile.Read(ref _reads);

    public int Failures => Volatile.Read(ref _failures);

    public bool IsDown { get; set; }

    /// <summary>A position that is missing in the log.</summary>
    public long Missing { get; set; }

    /// <summary>A fail-over to another server.</summary>
    public void Replace(IEventStore other) => Inner = other;

    public override async Task<LogPage> ReadLogPageAsync(
        long afterPosition, int maxCount, LogFilter filter, CancellationToken cancellationToken = default)
    {
        if (IsDown)
        {
            Interlocked.Increment(ref _reads);
            Interlocked.Increment(ref _failures);
            throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "down");
        }
        var page = await Inner.ReadLogPageAsync(afterPosition, maxCount, filter, cancellationToken);
        Interlocked.Increment(ref _reads);
        return page with { Events = [.. page.Events.Where(one => one.Position != Missing)] };
    }
}
