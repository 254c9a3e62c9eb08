using Orleans.Concurrency;

namespace Orchestrix.Cluster.Tests.LogConsistency;

[Alias("test.i-tally-grain")]
public interface ITallyGrain : IGrainWithStringKey
{
    /// <summary>Raises, confirms, and returns the confirmed total and version.</summary>
    [Alias("add")]
    Task<(int Total, int Version)> Add(params int[] amounts);

    /// <summary>Raises and returns at once: the confirmed and the tentative total.</summary>
    [Alias("add-later")]
    Task<(int Confirmed, int Tentative)> AddLater(int amount);

    [Alias("confirm")]
    Task<int> Confirm();

    [Alias("add-if-first")]
    Task<bool> AddIfFirst(params int[] amounts);

    /// <summary>Raises a plain event and a conditional one in one turn, and confirms.</summary>
    [Alias("add-both-ways")]
    Task<bool> AddBothWays(int plain, int conditional);

    [Alias("add-nameless")]
    Task AddNameless();

    [Alias("add-aliased")]
    Task<int> AddAliased(int amount);

    [Alias("poison")]
    Task Poison(int before);

    [Alias("poison-later")]
    Task PoisonLater();

    [Alias("segment")]
    Task<int[]> Segment(int from, int to);

    [Alias("refresh")]
    Task<int> Refresh();

    [Alias("clear")]
    Task Clear();

    [Alias("look"), AlwaysInterleave]
    Task<(int Confirmed, int Tentative, int Unconfirmed, int Issues, int Resolved)> Look();

    [Alias("activation")]
    Task<Guid> Activation();
}
