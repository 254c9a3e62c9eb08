namespace Orchestrix.Benchmarks.Micro.Fold;

/// <summary>A plain journaled grain.</summary>
[Alias("micro.journal")]
public interface IJournalGrain : IGrainWithStringKey
{
    /// <summary>Raises one event, waits until it is stored and answers with the sum.</summary>
    [Alias("add")]
    Task<long> AddAsync(int amount);
}
