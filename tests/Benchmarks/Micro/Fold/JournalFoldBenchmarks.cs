using BenchmarkDotNet.Attributes;

namespace Orchestrix.Benchmarks.Micro.Fold;

/// <summary>What Orleans' <c>dynamic</c> fold costs over a call of the same method. Per event, of 1,000.</summary>
[MemoryDiagnoser]
public class JournalFoldBenchmarks
{
    private const int Events = 1_000;
    private readonly JournalGrain _grain = new();
    private readonly Added[] _events = [.. Enumerable.Range(0, Events).Select(amount => new Added(amount))];

    /// <summary>Calls the method.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public long Direct()
    {
        var journal = new Journal();
        foreach (var added in _events)
            journal.Apply(added);
        return journal.Total;
    }

    /// <summary>Lets Orleans find the method.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public long TransitionState()
    {
        var journal = new Journal();
        foreach (var added in _events)
            _grain.Fold(journal, added);
        return journal.Total;
    }
}
