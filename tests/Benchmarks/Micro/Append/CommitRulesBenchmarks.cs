using BenchmarkDotNet.Attributes;
using Orchestrix.Events;
using Orchestrix.EventStore;

namespace Orchestrix.Benchmarks.Micro.Append;

/// <summary>The guard that every commit passes twice: before it is queued, and in the store.</summary>
[MemoryDiagnoser]
public class CommitRulesBenchmarks
{
    private const int InBatch = 256;
    private readonly Commit[] _commits = Samples.Commits(InBatch);

    /// <summary>One commit, as the appender checks it.</summary>
    [Benchmark]
    public Commit Check()
    {
        CommitRules.Check(_commits[0]);
        return _commits[0];
    }

    /// <summary>A batch, as the store checks it. Per commit.</summary>
    [Benchmark(OperationsPerInvoke = InBatch)]
    public Commit[] CheckBatch()
    {
        CommitRules.CheckBatch(_commits);
        return _commits;
    }
}
