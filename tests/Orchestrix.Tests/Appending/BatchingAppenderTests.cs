using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orchestrix.Appending;
using Orchestrix.Diagnostics;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.InMemory;
using Orchestrix.TestKit.Faults;
using Orchestrix.Tests.Support;

namespace Orchestrix.Tests.Appending;

public sealed partial class BatchingAppenderTests : IAsyncDisposable
{
    private readonly InMemoryEventStore _inner = new();
    private readonly FaultInjectingEventStore _store;
    private readonly FakeTimeProvider _time = new();
    private readonly MeterFactory _meters = new();
    private readonly OrchestrixMetrics _metrics;
    private readonly List<IReadOnlyList<Commit>> _batches = [];
    private BatchingAppender? _appender;

    public BatchingAppenderTests()
    {
        _metrics = new OrchestrixMetrics(_meters);
        _store = new FaultInjectingEventStore(_inner) { BeforeAppend = Remember };
    }

    public async ValueTask DisposeAsync()
    {
        if (_appender is not null)
            await _appender.DisposeAsync();
        _meters.Dispose();
    }

    [Fact]
    public async Task A_single_commit_does_not_wait_for_company()
    {
        var result = await Start().AppendAsync(Commit("a"));

        Assert.Equal((AppendStatus.Appended, 1), (result.Status, result.LastPosition));
        Assert.Single(_batches);
    }

    [Fact]
    public async Task What_waits_while_a_batch_is_written_goes_into_the_next_one()
    {
        var gate = new TaskCompletionSource();
        _store.BeforeAppend = batch => _batches.Count == 0 ? RememberAndWait(batch, gate) : Remember(batch);
        var appender = Start();
        var first = appender.AppendAsync(Commit("first"));
        await Until(() => _batches.Count == 1);
        var rest = Enumerable.Range(0, 20).Select(number => appender.AppendAsync(Commit($"{number}"))).ToArray();
        gate.SetResult();
        await Task.WhenAll([first, .. rest]);

        Assert.Equal([1, 20], _batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task A_store_that_answers_too_few_commits_leaves_the_outcome_open_and_the_appender_alive()
    {
        _appender = new BatchingAppender(
            new SilentStore(_inner), Options.Create(new AppenderOptions { Lanes = 1 }), _time, _metrics, new LogHead());
        await Assert.ThrowsAsync<UncertainOutcomeException>(() =>
            _appender.AppendAsync(Commit("a")).WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System));
        // It may come before the first batch is put away; then nothing was sent, and that is told.
        var next = await Assert.ThrowsAnyAsync<Exception>(() =>
            _appender.AppendAsync(Commit("b")).WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System));
        Assert.True(next is UncertainOutcomeException or EventStoreUnavailableException, next.ToString());
    }

    [Fact]
    public async Task A_cancelled_drain_does_not_wait_for_a_store_that_hangs()
    {
        var gate = new TaskCompletionSource();
        _store.BeforeAppend = batch => RememberAndWait(batch, gate);
        var appender = Start();
        var first = appender.AppendAsync(Commit("first"));
        await Until(() => _batches.Count == 1);
        var behind = appender.AppendAsync(Commit("behind"));

        await appender.DrainAsync(new CancellationToken(canceled: true))
            .WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System);
        gate.SetResult();
        Assert.Equal(AppendStatus.Appended, (await first).Status);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => behind);
    }

    [Fact]
    public async Task Commits_of_one_stream_are_written_in_the_order_given_one_in_each_batch()
    {
        var appender = Start();
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            appender.AppendAsync(Commit("same", ExpectedVersion.Exactly(number)))));

        Assert.Equal(
            Enumerable.Range(1, 50).Select(number => (long)number), results.Select(result => result.LastVersion));
        Assert.All(_batches, batch => Assert.Equal(batch.Count, batch.DistinctBy(commit => commit.Stream).Count()));
    }

    [Theory]
    [InlineData(3, 1000, 1_000_000)]
    [InlineData(500, 3, 1_000_000)]
    [InlineData(500, 1000, 21)]
    public async Task A_batch_keeps_every_limit(int commits, int events, int bytes)
    {
        var gate = new TaskCompletionSource();
        _store.BeforeAppend = batch => _batches.Count == 0 ? RememberAndWait(batch, gate) : Remember(batch);
        var appender = Start(options =>
            (options.MaxBatchCommits, options.MaxBatchEvents, options.MaxBatchBytes) = (commits, events, bytes));
        var first = appender.AppendAsync(Commit("first"));
        await Until(() => _batches.Count == 1);
        var rest = Enumerable.Range(0, 10).Select(number => appender.AppendAsync(Commit($"{number}"))).ToArray();
        gate.SetResult();
        await Task.WhenAll([first, .. rest]);

        // Each commit holds one event of seven bytes.
        Assert.Equal([1, 3, 3, 3, 1], _batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task Each_caller_gets_its_own_answer()
    {
        var appender = Start();
        await appender.AppendAsync(Commit("stale"));
        var answers = await Task.WhenAll(
            appender.AppendAsync(Commit("stale")),
            appender.AppendAsync(Commit("new")),
            appender.AppendAsync(Commit("newer")));

        Assert.Equal(
            [AppendStatus.Conflict, AppendStatus.Appended, AppendStatus.Appended],
            answers.Select(answer => answer.Status));
    }

    [Fact]
    public async Task A_commit_that_the_store_refuses_fails_alone()
    {
        var gate = new TaskCompletionSource();
        _store.BeforeAppend = async batch =>
        {
            if (_batches.Count == 0)
                await RememberAndWait(batch, gate);
            _batches.Add(batch);
            if (batch.Any(commit => commit.Stream.Key == "7"))
                throw new CommitRejectedException("Number 7 is not liked.");
        };
        var appender = Start();
        var first = appender.AppendAsync(Commit("first"));
        await Until(() => _batches.Count == 1);
        var rest = Enumerable.Range(0, 16).Select(number => appender.AppendAsync(Commit($"{number}"))).ToArray();
        gate.SetResult();

        await Assert.ThrowsAsync<CommitRejectedException>(() => rest[7]);
        await Task.WhenAll([first, .. rest.Where((_, number) => number != 7)]);
        Assert.Equal(16, await _inner.ReadHeadAsync());
    }

    [Fact]
    public async Task A_failure_of_the_store_reaches_every_caller_as_an_exception_of_its_own()
    {
        var gate = new TaskCompletionSource();
        _store.BeforeAppend = async batch =>
        {
            await gate.Task;
            throw new UncertainOutcomeException(batch[0].Stream, batch[0].CommitId, null);
        };
        var appender = Start();
        var (one, other) = (Commit("one"), Commit("other"));
        var answers = new[] { appender.AppendAsync(one), appender.AppendAsync(other) };
        gate.SetResult();

        var failures = await Task.WhenAll(answers.Select(answer =>
            Assert.ThrowsAsync<UncertainOutcomeException>(() => answer)));
        Assert.Equal([one.CommitId, other.CommitId], failures.Select(failure => failure.CommitId));
        Assert.Equal([one.Stream, other.Stream], failures.Select(failure => failure.Stream));
    }

    [Fact]
    public async Task What_waits_behind_an_outage_is_told_at_once_that_nothing_was_written()
    {
        var gate = new TaskCompletionSource();
        _store.BeforeAppend = async batch =>
        {
            _batches.Add(batch);
            await gate.Task;
            throw new UncertainOutcomeException(batch[0].Stream, batch[0].CommitId, null);
        };
        var appender = Start();
        var first = appender.AppendAsync(Commit("same"));
        await Until(() => _batches.Count == 1);
        var behind = new[]
        {
            appender.AppendAsync(Commit("same", ExpectedVersion.Exactly(1))), appender.AppendAsync(Commit("other")),
        };
        gate.SetResult();

        await Assert.ThrowsAsync<UncertainOutcomeException>(() => first);
        foreach (var answer in behind)
            await Assert.ThrowsAsync<EventStoreUnavailableException>(() => answer);
        Assert.Single(_batches);
        _store.BeforeAppend = null;
        Assert.Equal(1, (await appender.AppendAsync(Commit("later"))).LastPosition);
    }

    [Fact]
    public async Task Draining_answers_everyone_and_then_takes_no_more()
    {
        var appender = Start();
        var answers = Enumerable.Range(0, 100).Select(number => appender.AppendAsync(Commit($"{number}"))).ToArray();
        await appender.DrainAsync();

        Assert.Equal(100, await _inner.ReadHeadAsync());
        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(AppendStatus.Appended, answer.Status));
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => appender.AppendAsync(Commit("late")));
    }

    [Fact]
    public async Task A_malformed_commit_is_refused_before_it_waits() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Start().AppendAsync(Commit("a") with { Events = [] }));

    private BatchingAppender Start(Action<AppenderOptions>? configure = null)
    {
        // What one batch holds is easy to tell with one lane.
        var options = new AppenderOptions { Lanes = 1 };
        configure?.Invoke(options);
        return _appender = new BatchingAppender(_store, Options.Create(options), _time, _metrics, new LogHead());
    }

    private Task Remember(IReadOnlyList<Commit> batch)
    {
        _batches.Add(batch);
        return Task.CompletedTask;
    }

    private Task RememberAndWait(IReadOnlyList<Commit> batch, TaskCompletionSource gate)
    {
        _batches.Add(batch);
        return gate.Task;
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Yield();
    }

    private static Commit Commit(string key, ExpectedVersion expected = default) => new()
    {
        Stream = StreamId.For("appender", key),
        ExpectedVersion = expected,
        CommitId = Guid.CreateVersion7(),
        Events = [new EventData(Guid.CreateVersion7(), "appender.tried", 1, Encoding.UTF8.GetBytes("""{"n":1}"""))],
    };
}
