namespace Orchestrix.Benchmarks.Micro.Fold;

/// <summary>The mutable state of a plain journaled grain.</summary>
[GenerateSerializer, Alias("micro.journal-state")]
public sealed class Journal
{
    /// <summary>What was added up.</summary>
    [Id(0)]
    public long Total { get; set; }

    /// <summary>Called by Orleans for each event.</summary>
    public void Apply(Added added)
    {
        ArgumentNullException.ThrowIfNull(added);
        Total += added.Amount;
    }
}
