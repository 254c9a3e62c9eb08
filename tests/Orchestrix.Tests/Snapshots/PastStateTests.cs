using Orchestrix.Aggregates;

namespace Orchestrix.Tests.Snapshots;

/// <summary>The state at an earlier version, without a replay from the first event each time.</summary>
public sealed class PastStateTests : IAsyncLifetime
{
    private const int Events = 300;

    private readonly LoaderBench _bench = new(options =>
        (options.FoldPageSize, options.KeptStates) = (10, 0));
    private readonly List<long> _offered = [];
    private AggregateLog<Ledger> _log = null!;

    public async ValueTask InitializeAsync()
    {
        await _bench.BookAsync([.. Enumerable.Range(1, Events).Select(amount => (long)amount)]);
        await _bench.KeepAsync(280);
        // The load takes a snapshot of its own, which would push this one out.
        _bench.Snapshots.BeforeSave = batch =>
        {
            _offered.AddRange(batch.Select(one => one.Version));
            throw new InvalidOperationException("Nothing more is kept.");
        };
        _log = _bench.Log();
        await _log.Synchronize();
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Repeats_in_ascending_order_fold_each_event_once()
    {
        var before = _bench.Reads.Events;
        for (var version = 1; version <= 50; version++)
            await AssertAtAsync(version);

        Assert.Equal(50, _bench.Reads.Events - before);
    }

    [Fact]
    public async Task A_snapshot_before_the_asked_version_is_used()
    {
        var before = _bench.Reads.Events;
        await AssertAtAsync(285);

        Assert.Equal(before, _bench.Reads.Events);
        Assert.Equal(2, _bench.Count("snapshots.loaded"));
    }

    [Fact]
    public async Task A_snapshot_behind_the_asked_version_is_not()
    {
        await AssertAtAsync(279);
        Assert.Equal(1, _bench.Count("snapshots.loaded"));
    }

    [Fact]
    public async Task Versions_in_any_order_give_the_state_of_that_version()
    {
        foreach (var version in new[] { 285, 3, 281, 280, 279, 1, 300, 299, 150, 151, 149, 0, 290 })
            await AssertAtAsync(version);
        Assert.Equal((Events, Total(Events)), (_log.ConfirmedVersion, _log.ConfirmedView.Total));
    }

    [Fact]
    public async Task A_look_at_the_past_takes_no_snapshot_of_it()
    {
        await _bench.Kept.DeleteAllAsync();
        await AssertAtAsync(200);
        await _bench.Writer.DrainAsync();

        Assert.Equal([(long)Events], _offered);
    }

    private static long Total(long version) => version * (version + 1) / 2;

    private async Task AssertAtAsync(long version) =>
        Assert.Equal(Total(version), (await _log.StateAtAsync(version)).Total);
}
