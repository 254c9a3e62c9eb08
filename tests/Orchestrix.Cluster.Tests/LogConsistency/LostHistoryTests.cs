using Orchestrix.Cluster.Tests.Aggregates;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Cluster.Tests.LogConsistency;

/// <summary>
/// A server that lacks the latest events takes the place of the old one under grains that have folded them: what they
/// know never happened, so they are told once and begin anew from the log.
/// </summary>
public sealed class LostHistoryTests : IAsyncLifetime
{
    private readonly ReplaceableStore _store = new();
    private readonly string _key = Guid.NewGuid().ToString("N");
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync(_store);

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 9)]
    public async Task An_aggregate_goes_on_from_what_is_there(int kept, int coins)
    {
        var grain = _silo.Grains.GetGrain<IPurseGrain>(_key);
        foreach (var put in new[] { 1, 2, 4 })
            await grain.Put(new Put(put));
        await _store.ForgetAsync(StreamId.For("purse", _key), kept);

        var conflict = await Assert.ThrowsAsync<ConcurrencyException>(() => grain.Put(new Put(8)));
        var next = await grain.Put(new Put(8));

        Assert.Equal((ExpectedVersion.Exactly(3), (long)kept), (conflict.Expected, conflict.Actual));
        Assert.Equal((coins, kept + 1L), (next.Reply, next.Version));
        Assert.Equal(coins, await grain.CoinsAt(kept + 1));
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 9)]
    public async Task A_journaled_grain_goes_on_from_what_is_there(int kept, int total)
    {
        var grain = _silo.Grains.GetGrain<ITallyGrain>(_key);
        foreach (var amount in new[] { 1, 2, 4 })
            await grain.Add(amount);
        await _store.ForgetAsync(StreamId.For("tally", _key), kept);

        var conflict = await Assert.ThrowsAsync<ConcurrencyException>(() => grain.Add(8));

        Assert.Equal((ExpectedVersion.Exactly(3), (long)kept), (conflict.Expected, conflict.Actual));
        Assert.Equal((total, kept + 1), await grain.Add(8));
    }
}
