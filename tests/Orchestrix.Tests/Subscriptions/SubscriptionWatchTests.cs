using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Subscriptions;

namespace Orchestrix.Tests.Subscriptions;

/// <summary>Who makes no progress while there is something to do is noticed; who has nothing to do is not.</summary>
public sealed class SubscriptionWatchTests : IDisposable
{
    private static readonly SubscriptionPartition Only = new("test", 0, 1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly OrchestrixMetrics _metrics = new();
    private readonly InMemoryEventStore _store;
    private readonly InMemoryCheckpointStore _checkpoints;
    private readonly SubscriptionWatch _watch;

    public SubscriptionWatchTests()
    {
        _store = new InMemoryEventStore(_time);
        _checkpoints = new InMemoryCheckpointStore(_store, _time);
        _watch = new SubscriptionWatch(
            _checkpoints, _store,
            Options.Create(new SubscriptionOptions { StalledAfter = TimeSpan.FromSeconds(30) }), _metrics, _time,
            NullLogger<SubscriptionWatch>.Instance);
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Lag_is_told_in_events_and_in_time()
    {
        var owned = await _checkpoints.AcquireAsync(Only, "me", default);
        await AppendAsync(3);
        await _checkpoints.SaveAsync(owned, 1);
        _time.Advance(TimeSpan.FromSeconds(7));

        var lag = await MeasureAsync();

        Assert.Equal((2, TimeSpan.FromSeconds(7), false), (lag.EventsBehind, lag.TimeBehind, lag.IsStalled));
    }

    [Fact]
    public async Task A_partition_without_progress_is_stalled_until_it_moves()
    {
        var owned = await _checkpoints.AcquireAsync(Only, "me", default);
        await AppendAsync(3);
        await MeasureAsync();
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False((await MeasureAsync()).IsStalled);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await MeasureAsync()).IsStalled);
        Assert.Single(_watch.Stalled);

        await _checkpoints.SaveAsync(owned, 1);
        Assert.False((await MeasureAsync()).IsStalled);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await MeasureAsync()).IsStalled);
    }

    [Fact]
    public async Task A_partition_with_nothing_to_do_is_never_stalled()
    {
        await AppendAsync(3);
        await _checkpoints.AcquireAsync(Only, "me", SubscriptionStart.End);
        await MeasureAsync();
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False((await MeasureAsync()).IsStalled);

        await AppendAsync(1);

        Assert.False((await MeasureAsync()).IsStalled);
    }

    private async Task<SubscriptionLag> MeasureAsync()
    {
        await _watch.MeasureAsync(TestContext.Current.CancellationToken);
        return _watch.Lags.Single();
    }

    private async Task AppendAsync(int events) => await _store.AppendAsync([new Commit
    {
        Stream = StreamId.For("test", "1"),
        ExpectedVersion = ExpectedVersion.Any,
        CommitId = Guid.CreateVersion7(),
        Events = [.. Enumerable.Range(0, events).Select(_ =>
            new EventData(Guid.CreateVersion7(), "test.happened", 1, "{}"u8.ToArray()))],
    }]);
}
