namespace Orchestrix.Benchmarks.Peers.OrleansStorage;

/// <summary>The journaled grain under load.</summary>
[Alias("bench.peers.journal")]
public interface IJournalGrain : IGrainWithStringKey
{
    /// <summary>Adds, and returns when the events are confirmed.</summary>
    [Alias("add")]
    Task<long> AddAsync(int amount, int events);
}
