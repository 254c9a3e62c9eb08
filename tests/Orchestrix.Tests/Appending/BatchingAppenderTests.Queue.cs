using Orchestrix.Appending;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Tests.Support;

namespace Orchestrix.Tests.Appending;

/// <content>What waits, how much and for how long.</content>
public sealed partial class BatchingAppenderTests
{
    private static readonly TimeSpan BeyondTheTimeout = TimeSpan.FromSeconds(2.1);

    private readonly TaskCompletionSource _gate = new();

    [Fact]
    public async Task A_full_queue_refuses_after_the_deadline_and_recovers()
    {
        using var counts = new MeterReader(_meters);
        var appender = await StartBehindGateAsync(options => (options.QueueCapacity, options.MaxBatchCommits) = (4, 1));
        var waiting = Hand(appender, 4);
        var refused = appender.AppendAsync(Commit("refused"));
        _time.Advance(BeyondTheTimeout);

        var overloaded = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => refused);
        Assert.Equal(ErrorCodes.Overloaded, overloaded.Code);
        Assert.Equal(1, counts["orchestrix.append.refused"]);
        _gate.SetResult();
        foreach (var answer in waiting)
            await Assert.ThrowsAsync<EventStoreUnavailableException>(() => answer);
        Assert.Equal(2, (await appender.AppendAsync(Commit("later"))).LastPosition);
    }

    [Fact]
    public async Task A_commit_that_is_not_sent_in_time_is_not_sent_at_all()
    {
        var appender = await StartBehindGateAsync();
        var late = appender.AppendAsync(Commit("late"));
        _time.Advance(BeyondTheTimeout);
        var timely = appender.AppendAsync(Commit("timely"));
        _gate.SetResult();

        var overdue = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => late);
        Assert.Equal(ErrorCodes.Overloaded, overdue.Code);
        Assert.Contains("QueueTimeout", overdue.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await timely).LastPosition);
    }

    [Fact]
    public async Task Who_waits_for_a_place_is_let_in_when_one_comes_free()
    {
        var appender = await StartBehindGateAsync(options => options.QueueCapacity = 4);
        var answers = Hand(appender, 20);
        _gate.SetResult();

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(AppendStatus.Appended, answer.Status));
    }

    [Fact]
    public async Task Who_waits_for_a_place_may_give_up()
    {
        var appender = await StartBehindGateAsync(options => options.QueueCapacity = 4);
        var waiting = Hand(appender, 4);
        using var cancellation = new CancellationTokenSource();
        var given = appender.AppendAsync(Commit("given up"), cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _gate.SetResult();
        await Task.WhenAll(waiting);
        Assert.Equal(5, await _inner.ReadHeadAsync());
    }

    [Fact]
    public async Task A_lane_holds_no_more_than_its_share_and_says_how_much_that_is()
    {
        var appender = await StartBehindGateAsync(options =>
            (options.Lanes, options.QueueCapacity, options.MaxBatchCommits) = (1, 8, 1));
        // Commits of the stream under way wait for their stream, all others for their batch.
        Task<AppendResult>[] waiting =
        [
            .. Enumerable.Range(0, 4).Select(_ => appender.AppendAsync(Commit("busy", ExpectedVersion.Any))),
            .. Hand(appender, 4),
        ];
        var refused = appender.AppendAsync(Commit("one too many"));
        _time.Advance(BeyondTheTimeout);

        var failure = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => refused);
        Assert.StartsWith("8 appends are waiting", failure.Message, StringComparison.Ordinal);
        _gate.SetResult();
        foreach (var answer in waiting)
            await Assert.ThrowsAsync<EventStoreUnavailableException>(() => answer);
    }

    [Fact]
    public async Task A_busy_stream_leaves_room_for_others()
    {
        var appender = await StartBehindGateAsync(options => options.QueueCapacity = 20);
        var busy = Enumerable.Range(0, 100)
            .Select(_ => appender.AppendAsync(Commit("busy", ExpectedVersion.Any))).ToArray();
        var others = Hand(appender, 10);

        var refused = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => busy[99]);
        Assert.Equal(ErrorCodes.Overloaded, refused.Code);
        Assert.Contains("StreamQueueCapacity", refused.Message, StringComparison.Ordinal);
        _gate.SetResult();
        await Task.WhenAll([.. others, .. busy[..10]]);
        Assert.Equal(21, await _inner.ReadHeadAsync());
    }

    /// <summary>The first batch hangs until the gate opens.</summary>
    private async Task<IEventAppender> StartBehindGateAsync(Action<AppenderOptions>? configure = null)
    {
        _store.BeforeAppend = batch => RememberAndWait(batch, _gate);
        var appender = Start(configure);
        _ = appender.AppendAsync(Commit("writing"));
        await Until(() => _batches.Count == 1);
        return appender;
    }

    private static Task<AppendResult>[] Hand(IEventAppender appender, int count) =>
        [.. Enumerable.Range(0, count).Select(number => appender.AppendAsync(Commit($"{number}")))];
}
