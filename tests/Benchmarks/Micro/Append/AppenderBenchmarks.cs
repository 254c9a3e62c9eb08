using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Options;
using Orchestrix.Appending;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.InMemory;

namespace Orchestrix.Benchmarks.Micro.Append;

/// <summary>A commit's way through the appender and back to its caller. Per commit.</summary>
[MemoryDiagnoser]
public class AppenderBenchmarks : IAsyncDisposable
{
    private const int AtOnce = 256;
    private readonly Commit[] _commits = Samples.Commits(AtOnce);
    private readonly Task<AppendResult>[] _answers = new Task<AppendResult>[AtOnce];
    private BatchingAppender _appender = null!;

    /// <summary>The store behind the appender: one that answers at once, or the one that keeps all in memory.</summary>
    [Params("answering", "in-memory")]
    public string Store { get; set; } = "";

    /// <summary>An appender with the default options.</summary>
    [GlobalSetup]
    public void SetUp() => _appender = new BatchingAppender(
        Store == "in-memory" ? new InMemoryEventStore() : new AnsweringStore(),
        Options.Create(new AppenderOptions()), TimeProvider.System, new OrchestrixMetrics(), new LogHead());

    /// <summary>Ends the pumps.</summary>
    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _appender.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>One caller who waits. The copy of the commit, 88 B, is part of it: an id is appended once.</summary>
    [Benchmark(Baseline = true)]
    public Task<AppendResult> Alone() => _appender.AppendAsync(Fresh(_commits[0]));

    /// <summary>As many callers as fill a batch.</summary>
    [Benchmark(OperationsPerInvoke = AtOnce)]
    public async Task<int> At_once()
    {
        for (var index = 0; index < AtOnce; index++)
            _answers[index] = _appender.AppendAsync(Fresh(_commits[index]));
        var appended = 0;
        foreach (var answer in _answers)
            appended += (await answer).Status == AppendStatus.Appended ? 1 : 0;
        return appended == AtOnce ? appended : throw new InvalidOperationException("Not all were appended.");
    }

    private static Commit Fresh(Commit commit) =>
        commit with { CommitId = Guid.CreateVersion7(), CommandId = null, ExpectedVersion = ExpectedVersion.Any };
}
