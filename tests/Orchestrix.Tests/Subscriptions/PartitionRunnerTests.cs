using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orchestrix.Diagnostics;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.InMemory;
using Orchestrix.Subscriptions;
using Orchestrix.Tests.Support;

namespace Orchestrix.Tests.Subscriptions;

/// <summary>A partition is handled in order from its checkpoint, whatever fails, by one owner at a time.</summary>
public sealed class PartitionRunnerTests : IAsyncDisposable
{
    private static readonly SubscriptionPartition Only = new("test", 0, 1);

    private readonly InMemoryEventStore _store = new();
    private readonly InMemoryCheckpointStore _checkpoints;
    private readonly LogHead _head = new() { HearsOthers = true };
    private readonly LogFeed _feed;
    private readonly OrchestrixMetrics _metrics = new();
    private readonly CancellationTokenSource _over = new();

    public PartitionRunnerTests()
    {
        _checkpoints = new InMemoryCheckpointStore(_store, TimeProvider.System);
        _feed = new LogFeed(
            _store, _head, Options.Create(new FeedOptions()), TimeProvider.System, NullLogger<LogFeed>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _feed.DisposeAsync();
        _metrics.Dispose();
        _over.Dispose();
    }

    [Fact]
    public async Task Everything_is_handled_in_order_and_recorded()
    {
        await AppendAsync(25);
        var processor = new RecordingProcessor(_checkpoints, Only);
        var running = Runner(processor).RunAsync(_over.Token);
        await AppendAsync(5);
        await UntilRecordedAsync(30);
        await StopAsync(running);

        Assert.Equal(Positions(30), processor.Handled);
    }

    [Fact]
    public async Task A_failure_before_recording_repeats_from_the_checkpoint_and_skips_nothing()
    {
        await AppendAsync(20);
        var failures = 0;
        var processor = new RecordingProcessor(_checkpoints, Only)
        {
            BeforeRecording = page => page.ScannedTo % 2 == 0 && failures++ < 3
                ? throw new InvalidOperationException("crash")
                : Task.CompletedTask,
        };
        var runner = Runner(processor, batchSize: 2);
        var running = runner.RunAsync(_over.Token);
        await UntilRecordedAsync(20);
        await StopAsync(running);

        Assert.Equal([1, 2, 1, 2, 1, 2, .. Positions(20)], processor.Handled);
        Assert.Null(runner.Status.Failure);
    }

    [Fact]
    public async Task An_outage_of_the_store_is_waited_for()
    {
        await AppendAsync(3);
        var failures = 0;
        var processor = new RecordingProcessor(_checkpoints, Only)
        {
            BeforeHandling = _ => failures++ < 4
                ? throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "away")
                : Task.CompletedTask,
        };
        var running = Runner(processor).RunAsync(_over.Token);
        await UntilRecordedAsync(3);
        await StopAsync(running);

        Assert.Equal(Positions(3), processor.Handled);
    }

    [Fact]
    public async Task An_owner_that_was_replaced_ends()
    {
        await AppendAsync(2);
        var first = new RecordingProcessor(_checkpoints, Only);
        var old = Runner(first);
        var running = old.RunAsync(_over.Token);
        await UntilRecordedAsync(2);

        var second = new RecordingProcessor(_checkpoints, Only);
        var next = Runner(second).RunAsync(_over.Token);
        await WaitFor.TrueAsync(async () => (await _checkpoints.ListAsync()).Single().Epoch == 2);
        await AppendAsync(3);
        await running;

        Assert.Equal(PartitionState.Ended, old.Status.State);
        await UntilRecordedAsync(5);
        await StopAsync(next);
        Assert.Equal([3L, 4, 5], second.Handled);
    }

    [Fact]
    public async Task A_partition_that_stopped_at_an_event_goes_on_when_a_person_says_so()
    {
        await AppendAsync(3);
        var isPoison = true;
        var processor = new RecordingProcessor(_checkpoints, Only)
        {
            BeforeHandling = page => isPoison && page.Events[0].Position == 2
                ? throw new SubscriptionStoppedException("event 2 cannot be handled")
                : Task.CompletedTask,
        };
        var runner = Runner(processor, batchSize: 1);
        var running = runner.RunAsync(_over.Token);
        await WaitFor.TrueAsync(() => runner.Status.State == PartitionState.Stopped);
        Assert.Equal("event 2 cannot be handled", runner.Status.Failure);
        Assert.Equal(1, runner.Status.RecordedTo);

        isPoison = false;
        runner.Retry();
        await UntilRecordedAsync(3);
        await StopAsync(running);
        Assert.Equal(Positions(3), processor.Handled);
    }

    [Fact]
    public async Task A_checkpoint_that_does_not_fit_the_log_stops_the_partition()
    {
        await AppendAsync(1);
        await _checkpoints.AcquireAsync(new("test", 0, 2), "another program", default);
        var runner = Runner(new RecordingProcessor(_checkpoints, Only));
        var running = runner.RunAsync(_over.Token);
        await WaitFor.TrueAsync(() => runner.Status.State == PartitionState.Stopped);
        await StopAsync(running);

        Assert.Contains("has 2 partitions in the database and 1 in this program", runner.Status.Failure!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_handled_is_recorded_when_the_owner_goes()
    {
        await AppendAsync(7);
        var processor = new RecordingProcessor(_checkpoints, Only) { RecordsPages = false };
        var runner = Runner(processor, idleAfter: TimeSpan.FromHours(1));
        var running = runner.RunAsync(_over.Token);
        await WaitFor.TrueAsync(() => runner.Status.HandledTo == 7);
        Assert.Equal(0, (await _checkpoints.ListAsync()).Single().Position);
        await StopAsync(running);

        Assert.Equal(7, (await _checkpoints.ListAsync()).Single().Position);
    }

    [Fact]
    public async Task What_a_filter_leaves_out_is_recorded_as_passed()
    {
        await AppendAsync(9);
        var processor = new RecordingProcessor(_checkpoints, Only);
        var running = Runner(processor, filter: new LogFilter(["nothing"])).RunAsync(_over.Token);
        await UntilRecordedAsync(9);
        await StopAsync(running);

        Assert.Empty(processor.Handled);
    }

    private PartitionRunner Runner(
        IPageProcessor processor, int batchSize = 1000, TimeSpan? idleAfter = null, LogFilter? filter = null)
    {
        var definition = new SubscriptionDefinition("test", (_, _) => processor)
        {
            BatchSize = batchSize,
            Filter = filter ?? LogFilter.Everything,
        };
        var options = new SubscriptionOptions
        {
            MinPause = TimeSpan.FromMilliseconds(1),
            MaxPause = TimeSpan.FromHours(1),
            IdleAfter = idleAfter ?? TimeSpan.FromMilliseconds(20),
        };
        return new PartitionRunner(
            definition, Only, processor, _feed, options, "test", _metrics, TimeProvider.System,
            NullLogger.Instance);
    }

    private async Task AppendAsync(int events)
    {
        var result = await _store.AppendAsync([new Commit
        {
            Stream = StreamId.For("test", "1"),
            ExpectedVersion = ExpectedVersion.Any,
            CommitId = Guid.CreateVersion7(),
            Events = [.. Enumerable.Range(0, events).Select(_ =>
                new EventData(Guid.CreateVersion7(), "test.happened", 1, "{}"u8.ToArray()))],
        }]);
        _head.Advance(result[0].LastPosition);
    }

    private Task UntilRecordedAsync(long position) => WaitFor.TrueAsync(async () =>
        (await _checkpoints.ListAsync()) is [{ } only] && only.Position == position);

    private async Task StopAsync(Task running)
    {
        await _over.CancelAsync();
        await running;
    }

    private static IEnumerable<long> Positions(int count) => Enumerable.Range(1, count).Select(number => (long)number);
}
