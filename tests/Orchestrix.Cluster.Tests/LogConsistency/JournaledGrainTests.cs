using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.LogConsistency;

namespace Orchestrix.Cluster.Tests.LogConsistency;

/// <summary>What an unmodified <c>JournaledGrain</c> gets from the provider, whatever the store.</summary>
public abstract partial class JournaledGrainTests : IAsyncDisposable
{
    private readonly List<TestSilo> _silos = [];
    private IEventStore? _store;

    protected abstract Task<IEventStore> CreateStoreAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var silo in _silos)
            await silo.DisposeAsync();
    }

    [Fact]
    public async Task Confirmed_events_are_in_the_log_and_survive_the_silo()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        Assert.Equal((1, 1), await grain.Add(1));
        Assert.Equal((6, 3), await grain.Add(2, 3));
        await silo.DisposeAsync();

        var next = await StartAsync();
        Assert.Equal((10, 4), await next.Grains.GetGrain<ITallyGrain>(key).Add(4));
        var log = await ReadAsync(key);
        Assert.Equal(["tally.added", "tally.added", "tally.added", "tally.added"], log.Select(one => one.EventType));
        Assert.Equal([1L, 2, 3, 4], log.Select(one => one.Version));
        Assert.Equal(log[1].CommitId, log[2].CommitId);
    }

    [Fact]
    public async Task Unconfirmed_events_show_in_the_tentative_state_and_are_confirmed_in_the_background()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);
        var gate = new TaskCompletionSource();
        silo.Store.BeforeAppend = _ => gate.Task;

        Assert.Equal((1, 6), await grain.AddLater(5));
        Assert.Equal((1, 8), await grain.AddLater(2));
        Assert.Equal((1, 8, 2, 0, 0), await grain.Look());

        gate.SetResult();
        await Until.TrueAsync(async () => await grain.Look() is (8, 8, 0, 0, 0));
        Assert.Equal(3, (await ReadAsync(key)).Count);
    }

    [Fact]
    public async Task A_conditional_event_is_appended_only_if_nothing_came_between()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        Assert.True(await grain.AddIfFirst(1, 2));

        // Another writer, of whom the activation does not know.
        await AppendElsewhereAsync(key, 10);
        Assert.False(await grain.AddIfFirst(4, 5));
        Assert.True(await grain.AddIfFirst(7));
        Assert.Equal((20, 20, 0, 0, 0), await grain.Look());
        Assert.Equal(new[] { 1, 2, 10, 7 }, await grain.Segment(0, 4));
    }

    [Fact]
    public async Task Confirmed_events_can_be_read_back_by_version()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out _);
        await grain.Add(1, 2, 3, 4, 5);

        Assert.Equal(new[] { 1, 2, 3, 4, 5 }, await grain.Segment(0, 5));
        Assert.Equal(new[] { 2, 3 }, await grain.Segment(1, 3));
        Assert.Empty(await grain.Segment(5, 5));
        await Assert.ThrowsAsync<ArgumentException>(() => grain.Segment(0, 6));
    }

    [Fact]
    public async Task The_log_is_never_cleared()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);

        var refused = await Assert.ThrowsAsync<NotSupportedException>(() => grain.Clear());
        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.Single(await ReadAsync(key));
        Assert.Equal((3, 2), await grain.Add(2));
    }

    [Fact]
    public async Task A_refresh_folds_what_others_appended()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(1);
        await AppendElsewhereAsync(key, 10);

        Assert.Equal(11, await grain.Refresh());
    }

    [Fact]
    public async Task An_event_named_by_its_orleans_alias_is_stored_under_that_name_and_read_back()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        Assert.Equal(3, await grain.AddAliased(3));
        await silo.DisposeAsync();

        Assert.Equal("tally.added-by-alias", Assert.Single(await ReadAsync(key)).EventType);
        Assert.Equal(3, await (await StartAsync()).Grains.GetGrain<ITallyGrain>(key).Refresh());
    }

    [Fact]
    public async Task More_events_than_a_commit_may_hold_are_appended_in_several_commits()
    {
        var silo = await StartAsync();
        var grain = NewGrain(silo, out var key);
        await grain.Add(0);
        var gate = new TaskCompletionSource();
        silo.Store.BeforeAppend = _ => gate.Task;
        for (var number = 0; number < EventStoreLimits.MaxEventsPerCommit + 500; number++)
            await grain.AddLater(1);
        gate.SetResult();

        Assert.Equal(1500, await grain.Confirm());
        Assert.Equal(1501, (await ReadAsync(key)).Count);
    }

    protected async Task<TestSilo> StartAsync(Action<LogConsistencyOptions>? configure = null)
    {
        _store ??= await CreateStoreAsync();
        var silo = await TestSilo.StartAsync(_store, orchestrix => orchestrix.ConfigureLogConsistency(options =>
        {
            options.RetryDeadline = TimeSpan.FromSeconds(2);
            configure?.Invoke(options);
        }));
        _silos.Add(silo);
        return silo;
    }

    private static ITallyGrain NewGrain(TestSilo silo, out string key)
    {
        key = Guid.NewGuid().ToString("N");
        return silo.Grains.GetGrain<ITallyGrain>(key);
    }

    private async Task<List<RecordedEvent>> ReadAsync(string key, string type = "tally") =>
        await _store!.ReadStreamAsync(StreamId.For(type, key), StreamRead.Forwards()).ToListAsync();

    private async Task AppendElsewhereAsync(string key, int amount, string type = "tally") => await _store!.AppendAsync(
    [
        new Commit
        {
            Stream = StreamId.For(type, key),
            ExpectedVersion = ExpectedVersion.Any,
            CommitId = Guid.CreateVersion7(),
            Events =
            [
                new EventData(
                    Guid.CreateVersion7(), "tally.added", 1,
                    System.Text.Encoding.UTF8.GetBytes($$"""{"amount":{{amount}}}""")),
            ],
        },
    ]);
}
