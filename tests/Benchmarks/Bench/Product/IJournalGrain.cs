namespace Orchestrix.Benchmarks.Product;

/// <summary>The plain journaled grain under load.</summary>
[Alias("bench.journal")]
public interface IJournalGrain : IGrainWithStringKey
{
    /// <summary>Adds, and returns when the events are confirmed.</summary>
    [Alias("add")]
    Task<long> AddAsync(int amount, int events);
}
