using System.ComponentModel.DataAnnotations;

namespace Orchestrix.Projections;

/// <summary>How a silo runs and reads projections.</summary>
public sealed class ProjectionOptions
{
    /// <summary>Most events that are applied in one transaction. Default 5,000.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 5_000;

    /// <summary>
    /// Rows that the owner of a projection keeps in memory, so that it need not read what it has just written. Default
    /// 50,000; 0 keeps none.
    /// </summary>
    [Range(0, 10_000_000)]
    public int CachedRows { get; set; } = 50_000;

    /// <summary>How long a reader waits for a position if it does not say so. Default 2 s.</summary>
    public TimeSpan ReadPatience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How often a waiting reader looks at the checkpoint of a projection that another silo runs. Default 20 ms.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// A new version takes the place of the old one when it is so many events or less behind the log. Default 1,000.
    /// </summary>
    [Range(0, 1_000_000)]
    public int ActivateWithin { get; set; } = 1_000;

    /// <summary>
    /// Most streams that a projection with <c>ParkPoison</c> may park; with one more it stands still. Default 1,000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxParkedStreams { get; set; } = 1_000;

    /// <summary>
    /// How often the owner of a projection with parked streams looks whether a person has decided. Default 1 s.
    /// </summary>
    public TimeSpan DecisionInterval { get; set; } = TimeSpan.FromSeconds(1);
}
