using System.Collections.Concurrent;
using Orchestrix.Cluster.Tests.LogConsistency;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Serialization;
using Orleans.Runtime;

namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>
/// Plain <c>JournaledGrain</c>s in two silos that do not know of each other, on one database: each grain is live twice.
/// They know no command ids, so a caller may repeat only what certainly was not stored: the log tells if it was.
/// </summary>
public sealed class SplitJournaledGrainTests(PostgresFixture fixture) : IAsyncLifetime
{
    private const int Writers = 6;
    private const int AddsPerWriter = 30;

    private readonly List<IAsyncDisposable> _resources = [];
    private readonly List<TestSilo> _silos = [];
    private readonly ConcurrentBag<Confirmed> _confirmed = [];
    private TestDatabase _database = null!;
    private int _conflicts;
    private int _turnedAway;
    private int _lost;

    public async ValueTask InitializeAsync()
    {
        _database = await fixture.CreateDatabaseAsync();
        _resources.Add(_database);
        for (var number = 0; number < 2; number++)
        {
            var open = new OpenStore(_database);
            _resources.Add(open);
            _silos.Add(await TestSilo.StartAsync(open.Store));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var resource in _silos.Concat(Enumerable.Reverse(_resources)))
            await resource.DisposeAsync();
    }

    [Fact]
    public async Task Racing_grains_store_what_they_confirmed_and_nothing_else()
    {
        await RaceAsync((silo, key, amount) => Grain(silo, key).Add(amount, -amount, amount));

        Assert.True(_conflicts > 0);
        await CheckAsync("tally", eventsPerAdd: 3);
        await ConvergeAsync(
            (silo, key) => Grain(silo, key).Add(1), async (silo, key) => await Grain(silo, key).Refresh());
    }

    [Fact]
    public async Task Racing_grains_whose_calls_overlap_store_what_they_confirmed_and_nothing_else()
    {
        await RaceAsync((silo, key, amount) => Racing(silo, key).Add(amount));

        Assert.True(_conflicts > 0);
        await CheckAsync("racing-tally", eventsPerAdd: 1);
        await ConvergeAsync(
            (silo, key) => Racing(silo, key).Add(1), async (silo, key) => await Racing(silo, key).Refresh());
    }

    [Fact]
    public async Task Conditional_events_of_racing_grains_are_stored_if_they_were_first_and_else_not()
    {
        await RaceAsync(async (silo, key, amount) =>
        {
            while (!await Grain(silo, key).AddIfFirst(amount))
                Interlocked.Increment(ref _lost);
            return null;
        });

        Assert.True(_lost > 0);
        await CheckAsync("tally", eventsPerAdd: 1);
        await ConvergeAsync(
            (silo, key) => Grain(silo, key).Add(1), async (silo, key) => await Grain(silo, key).Refresh());
    }

    private sealed record Confirmed(string Key, int Amount, (int Total, int Version)? Seen);

    private static string[] Keys => ["one", "two"];

    private static ITallyGrain Grain(TestSilo silo, string key) => silo.Grains.GetGrain<ITallyGrain>(key);

    private static IRacingTallyGrain Racing(TestSilo silo, string key) => silo.Grains.GetGrain<IRacingTallyGrain>(key);

    private Task RaceAsync(Func<TestSilo, string, int, Task<(int Total, int Version)?>> add) =>
        Task.WhenAll(_silos.SelectMany((silo, side) => Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var number = 0; number < AddsPerWriter; number++)
            {
                // Every amount is unique, so that the log tells who wrote what.
                var amount = (((side * Writers) + writer) * AddsPerWriter) + number + 1;
                var key = Keys[Random.Shared.Next(Keys.Length)];
                var seen = await RepeatOnConflictAsync(() => add(silo, key, amount));
                _confirmed.Add(new Confirmed(key, amount, seen));
            }
        })));

    private Task RaceAsync(Func<TestSilo, string, int, Task<(int Total, int Version)>> add) =>
        RaceAsync(async (silo, key, amount) => ((int Total, int Version)?)await add(silo, key, amount));

    private async Task<T> RepeatOnConflictAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (ConcurrencyException)
            {
                // Nothing of this call was stored: it is safe to decide again.
                Interlocked.Increment(ref _conflicts);
            }
            catch (OrleansMessageRejectionException)
            {
                // Orleans forwards a call twice from activations that end, and then turns it away unheard.
                Interlocked.Increment(ref _turnedAway);
            }
        }
    }

    private async Task CheckAsync(string type, int eventsPerAdd)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_confirmed.Count} confirmed, {_conflicts} conflicts, {_turnedAway} turned away, {_lost} lost");
        await LogInvariants.CheckAsync(_database);
        foreach (var key in Keys)
        {
            var amounts = await AmountsAsync(type, key);
            var confirmed = _confirmed.Where(add => add.Key == key).ToArray();
            Assert.Equal(confirmed.Length * eventsPerAdd, amounts.Count);
            Assert.Equal(
                confirmed.Select(add => add.Amount).Order(),
                amounts.Where((_, index) => index % eventsPerAdd == 0).Order());
            foreach (var (_, amount, seen) in confirmed)
            {
                if (seen is var (total, version))
                    Assert.True(amounts.Take(version).Sum() == total, $"{amount} was told {total} at {version}");
            }
        }
    }

    /// <summary>Both activations go on, and in the end know the same.</summary>
    private async Task ConvergeAsync(
        Func<TestSilo, string, Task<(int Total, int Version)>> add, Func<TestSilo, string, Task<int>> refresh)
    {
        foreach (var key in Keys)
        {
            var expected = _confirmed.Where(one => one.Key == key).Sum(one => one.Amount);
            foreach (var silo in _silos)
                Assert.Equal(++expected, (await RepeatOnConflictAsync(() => add(silo, key))).Total);
            foreach (var silo in _silos)
                Assert.Equal(expected, await RepeatOnConflictAsync(() => refresh(silo, key)));
        }
    }

    private async Task<List<int>> AmountsAsync(string type, string key)
    {
        var serializer = new EventSerializer(
            new EventTypeRegistryBuilder().AddEvents(typeof(TestSilo).Assembly).Build());
        await using var open = new OpenStore(_database);
        return await open.Store.ReadStreamAsync(StreamId.For(type, key), StreamRead.Forwards())
            .Select(recorded => ((Added)serializer.Deserialize(recorded)).Amount)
            .ToListAsync();
    }
}
