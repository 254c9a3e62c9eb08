using System.ComponentModel.DataAnnotations;

namespace Orchestrix.Feed;

/// <summary>How a silo reads the log for its subscriptions.</summary>
public sealed class FeedOptions
{
    // Events in one read from which on reads are as far apart as they may be.
    private const int BusyRead = 100;

    /// <summary>
    /// How long the log is left alone when nothing was heard of new events: the safety net below the wake-ups. Default
    /// 500 ms.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The same while no wake-ups from other silos arrive, because the connection goes through a pooler that cannot
    /// carry them. Default 50 ms. Events of the own silo always wake it at once.
    /// </summary>
    public TimeSpan BlindPollInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Time between two reads of the log's end, at least. Default 4 ms; 0 reads as often as something is appended.
    /// What is appended meanwhile is read together, which costs less for each event and delays it by half of that.
    /// </summary>
    public TimeSpan MinReadInterval { get; set; } = TimeSpan.FromMilliseconds(4);

    /// <summary>
    /// What that time grows to, in proportion, while a read brings up to 100 events and more. Default 10 ms, no less
    /// than <see cref="MinReadInterval"/>. Under load each read and wake-up of a subscription then serves more events.
    /// </summary>
    public TimeSpan MaxReadInterval { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Newest events that are kept in memory for all readers of the silo. Default 16,384.</summary>
    [Range(16, 1_048_576)]
    public int BufferEvents { get; set; } = 16_384;

    /// <summary>
    /// Bytes of JSON that the buffer holds at most; the newest event always fits. Default 32 MiB. A reader that falls
    /// behind the buffer reads the log for itself until it has caught up.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int BufferBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Events in one page. Default 2,000.</summary>
    [Range(1, 100_000)]
    public int PageSize { get; set; } = 2_000;

    /// <summary>
    /// Readers of this silo that read the log for themselves at the same time, because they are behind the buffer.
    /// Default 4; more wait for each other.
    /// </summary>
    [Range(1, 100)]
    public int CatchUpReads { get; set; } = 4;

    /// <summary>Time to the next read of the log's end, at least, after one that brought so many events.</summary>
    internal TimeSpan ReadIntervalAfter(int events) =>
        MinReadInterval + (MaxReadInterval - MinReadInterval) * Math.Min(1, (double)events / BusyRead);
}
