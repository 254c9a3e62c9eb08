using Orchestrix.Snapshots;

namespace Orchestrix.Cluster.Tests.LogConsistency;

/// <summary>A state as Orleans' documentation shows it: mutable, with one Apply for each event.</summary>
[GenerateSerializer, Snapshot(schemaVersion: 1, Every = 2, AfterReplayOf = 4)]
public sealed class Tally
{
    [Id(0)]
    public int Total { get; set; }

    public void Apply(Added added) => Total += added.Amount;

    public void Apply(AddedByAlias added) => Total += added.Amount;

    public void Apply(Nameless _) => Total += 1000;

    public void Apply(Poisoned _)
    {
        // A fold that throws half-way leaves a changed state behind.
        Total = -1;
        throw new InvalidOperationException("This event cannot be folded.");
    }
}
