using JasperFx;

namespace Orchestrix.Benchmarks.Peers.MartenEvents;

/// <summary>The aggregate that a command decides on, folded by Marten.</summary>
public sealed class Tally : IRevisioned
{
    /// <summary>The stream.</summary>
    public string Id { get; set; } = "";

    /// <summary>Set by Marten: the version of the stream. Its documentation asks for it in Quick mode.</summary>
    public int Version { get; set; }

    /// <summary>What was added up.</summary>
    public long Total { get; set; }

    /// <summary>Called by Marten for each event.</summary>
    public void Apply(Added added)
    {
        ArgumentNullException.ThrowIfNull(added);
        Total = added.Total;
    }
}
