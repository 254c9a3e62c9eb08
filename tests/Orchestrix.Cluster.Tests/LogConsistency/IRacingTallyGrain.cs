namespace Orchestrix.Cluster.Tests.LogConsistency;

[Alias("test.i-racing-tally-grain")]
public interface IRacingTallyGrain : IGrainWithStringKey
{
    /// <summary>Raises, confirms, and returns the confirmed total and version.</summary>
    [Alias("add")]
    Task<(int Total, int Version)> Add(int amount);

    /// <summary>Raises an event that cannot be folded, and confirms.</summary>
    [Alias("poison")]
    Task Poison();

    [Alias("add-if-first")]
    Task<bool> AddIfFirst(int amount);

    [Alias("refresh")]
    Task<int> Refresh();

    /// <summary>The confirmed and the tentative total, and how many events are unconfirmed.</summary>
    [Alias("look")]
    Task<(int Confirmed, int Tentative, int Unconfirmed)> Look();
}
