using System.Collections.Concurrent;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Tests.Support;

namespace Orchestrix.Tests.Appending;

/// <content>Several batches at once, and what is counted.</content>
public sealed partial class BatchingAppenderTests
{
    [Fact]
    public async Task Lanes_write_at_the_same_time_but_never_the_same_stream()
    {
        var writing = new ConcurrentDictionary<StreamId, bool>();
        var two = new TaskCompletionSource();
        _store.BeforeAppend = async batch =>
        {
            foreach (var commit in batch)
                Assert.True(writing.TryAdd(commit.Stream, true), $"{commit.Stream} is written twice at once.");
            // Whoever comes first is not answered before a second lane writes too.
            if (writing.Count > 1)
                two.TrySetResult();
            await two.Task.WaitAsync(TimeSpan.FromSeconds(30));
            // Long enough for a lane that broke the rule to be caught.
            for (var turn = 0; turn < 50; turn++)
                await Task.Yield();
            foreach (var commit in batch)
                writing.TryRemove(commit.Stream, out _);
        };
        var appender = Start(options => (options.Lanes, options.MaxBatchCommits) = (4, 1));
        var results = await Task.WhenAll(
            from stream in Enumerable.Range(0, 16)
            from version in Enumerable.Range(0, 20)
            select appender.AppendAsync(Commit($"{stream}", ExpectedVersion.Exactly(version))));

        Assert.All(results, result => Assert.Equal(AppendStatus.Appended, result.Status));
        Assert.Equal(320, await _inner.ReadHeadAsync());
    }

    [Fact]
    public async Task Batches_conflicts_and_unknown_outcomes_are_counted()
    {
        using var counts = new MeterReader(_meters);
        var appender = Start();
        await appender.AppendAsync(Commit("a"));
        await appender.AppendAsync(Commit("a"));
        _store.BeforeAppend = batch => throw new UncertainOutcomeException(batch[0].Stream, batch[0].CommitId, null);
        await Assert.ThrowsAsync<UncertainOutcomeException>(() => appender.AppendAsync(Commit("b")));

        // Callers are answered first.
        await Until(() => (3, 1, 1) == (
            counts["orchestrix.append.batch_size"], counts["orchestrix.append.conflicts"],
            counts["orchestrix.append.uncertain"]));
    }
}
