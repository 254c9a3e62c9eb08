using System.ComponentModel.DataAnnotations;

namespace Orchestrix.Snapshots;

/// <summary>
/// Limits of snapshots, for the whole silo. What exceeds one is dropped and counted; a command never notices.
/// </summary>
public sealed class SnapshotOptions
{
    /// <summary>False neither reads nor takes snapshots, whatever the state types say. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Most streams whose snapshot waits to be written. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int QueueCapacity { get; set; } = 1_000;

    /// <summary>Most bytes of state that wait to be written. Default 64 MiB.</summary>
    [Range(1, int.MaxValue)]
    public int MaxQueueBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Largest state that is kept, in bytes. Default 1 MiB.</summary>
    [Range(1, 256 * 1024 * 1024)]
    public int MaxSnapshotBytes { get; set; } = 1024 * 1024;

    /// <summary>Most snapshots in one write. Default 100.</summary>
    [Range(1, 10_000)]
    public int MaxBatchSnapshots { get; set; } = 100;

    /// <summary>A write takes no further snapshot once it holds this many bytes. Default 4 MiB.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Events that a replay folds before it lets other work of the grain run. Default 500.</summary>
    [Range(1, 100_000)]
    public int FoldPageSize { get; set; } = 500;

    /// <summary>
    /// Earlier states that an active aggregate keeps in memory, spread over its versions, 16 or more events apart.
    /// Default 128; 0 keeps none. The reply of a repeated command is made from the state of that time, so this saves a
    /// replay; states share what did not change between them. Fewer if each state is a large object of its own.
    /// </summary>
    [Range(0, 10_000)]
    public int KeptStates { get; set; } = 128;

    /// <summary>How long an activation waits for its snapshot before it replays the stream. Default 2 s.</summary>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one write may take before its snapshots are dropped. Default 5 s.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long snapshots are left alone after the store failed to read or to write them. Default 5 s.
    /// </summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stopping silo waits for the snapshots that are still to be written. Default 2 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
