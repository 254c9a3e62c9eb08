using System.ComponentModel.DataAnnotations;
using Orchestrix.Events;

namespace Orchestrix.Appending;

/// <summary>
/// Limits of the appender. The defaults suit one silo on two cores; a batch takes whatever waits and is never delayed
/// to fill up.
/// </summary>
public sealed class AppenderOptions
{
    /// <summary>
    /// Batches that may be on their way at once, each on a connection of its own. Default 2: while the store writes
    /// one, the silo makes and answers the other. More rarely helps, since the log takes one batch at a time.
    /// </summary>
    [Range(1, 16)]
    public int Lanes { get; set; } = 2;

    /// <summary>
    /// Most commits that wait in memory, in equal shares for the lanes. Default 10,000. Who finds the share full waits
    /// for a place, for <see cref="QueueTimeout"/> at most.
    /// </summary>
    [Range(1, 1_000_000)]
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// Most commits of one stream that wait, and never more than half of a lane's share of
    /// <see cref="QueueCapacity"/>, so that a busy stream leaves room for others. Default 1,000. More are refused at
    /// once, as below: a stream is written by one commit in each batch, so they would wait for long.
    /// </summary>
    [Range(1, 1_000_000)]
    public int StreamQueueCapacity { get; set; } = 1_000;

    /// <summary>
    /// How long a commit waits to be sent, in front of a full queue and in it. Default 2 s. Then its caller gets
    /// <see cref="Errors.EventStoreUnavailableException"/> with code <see cref="Errors.ErrorCodes.Overloaded"/>, as
    /// soon as the batch under way has ended; nothing was written. Together with the time that the store may take for
    /// one batch it has to stay below Orleans' response time-out.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Most commits in one batch. Default 500.</summary>
    [Range(1, EventStoreLimits.MaxCommitsPerBatch)]
    public int MaxBatchCommits { get; set; } = 500;

    /// <summary>
    /// A batch takes no further commit once it holds this many events. Default 2,000; one commit always fits.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxBatchEvents { get; set; } = 2_000;

    /// <summary>
    /// A batch takes no further commit once it holds this many bytes of JSON. Default 4 MiB; one commit always fits.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxBatchBytes { get; set; } = 4 * 1024 * 1024;
}
