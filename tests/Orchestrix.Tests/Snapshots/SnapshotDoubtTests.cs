using Orchestrix.Events;
using Orchestrix.Snapshots;

namespace Orchestrix.Tests.Snapshots;

/// <summary>Whatever is wrong with a snapshot: the state is that of a replay, and the reason is counted.</summary>
public sealed class SnapshotDoubtTests : IAsyncLifetime
{
    private readonly LoaderBench _bench = new();
    private Snapshot _sound = null!;

    public static TheoryData<string> Doubts =>
    [
        SnapshotDoubt.OtherLog, SnapshotDoubt.StateName, SnapshotDoubt.SchemaVersion, SnapshotDoubt.Shape,
        SnapshotDoubt.Checksum, SnapshotDoubt.Unreadable,
    ];

    public async ValueTask InitializeAsync()
    {
        await _bench.BookAsync(1, 2, 3, 4, 5, 6, 7, 8);
        _sound = await _bench.KeepAsync(6);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_sound_snapshot_is_used_and_only_the_events_behind_it_are_folded()
    {
        var folded = 0;
        var head = await _bench.Loader(() => new Ledger(), (ledger, @event) =>
        {
            folded++;
            return ledger.Apply(@event);
        }).LoadAsync();

        Assert.Equal((8, 36L, 2), (head.Version, head.State.Total, folded));
        Assert.Equal((1L, 0L), (_bench.Count("snapshots.loaded"), _bench.Count("snapshots.discarded")));
        Assert.Equal(1, _bench.Count("aggregates.loaded"));
    }

    [Theory]
    [MemberData(nameof(Doubts))]
    public async Task A_snapshot_in_doubt_is_passed_over_and_healed(string doubt)
    {
        var expected = LoaderBench.Text((await _bench.Loader().FoldAsync(Start())).State);
        var wrong = Falsified(doubt);
        _bench.Snapshots.AfterLoad = load =>
            load with { Snapshot = wrong, IsInLog = doubt != SnapshotDoubt.OtherLog };

        var head = await _bench.LoadAsync();
        Assert.Equal((8, expected), (head.Version, LoaderBench.Text(head.State)));
        Assert.Equal(1, _bench.Count("snapshots.discarded", doubt));
        Assert.Equal(0, _bench.Count("snapshots.loaded"));
        Assert.Equal(8, (await _bench.WrittenAsync())?.Version);
    }

    [Fact]
    public async Task Every_flipped_byte_of_a_state_is_noticed()
    {
        var expected = LoaderBench.Text((await _bench.Loader().FoldAsync(Start())).State);
        for (var index = 0; index < _sound.State.Length; index++)
        {
            var bytes = _sound.State.ToArray();
            bytes[index] ^= 1;
            _bench.Snapshots.AfterLoad = load => load with { Snapshot = _sound with { State = bytes } };
            Assert.Equal(expected, LoaderBench.Text((await _bench.LoadAsync()).State));
        }
        Assert.Equal(_sound.State.Length, _bench.Count("snapshots.discarded", SnapshotDoubt.Checksum));
    }

    [Fact]
    public async Task A_state_on_which_the_events_behind_it_cannot_be_folded_is_replayed()
    {
        var head = await _bench.Loader(() => new Ledger(), (ledger, @event) =>
            ledger.Total == 21 && ledger.Feeling == Ledger.Mood.Calm
                ? throw new InvalidOperationException("This ledger is wrong.") : ledger.Apply(@event)).LoadAsync();
        Assert.Equal(36, head.State.Total);

        var wrong = Rewritten(LoaderBench.Text(_sound).Replace("\"Busy\"", "\"Calm\"", StringComparison.Ordinal));
        _bench.Snapshots.AfterLoad = load => load with { Snapshot = wrong };
        head = await _bench.Loader(() => new Ledger(), (ledger, @event) =>
            ledger.Total == 21 && ledger.Feeling == Ledger.Mood.Calm
                ? throw new InvalidOperationException("This ledger is wrong.") : ledger.Apply(@event)).LoadAsync();
        Assert.Equal(36, head.State.Total);
        Assert.Equal(1, _bench.Count("snapshots.discarded", SnapshotDoubt.Tail));
    }

    [Fact]
    public async Task A_snapshot_ahead_of_the_stream_is_of_another_log()
    {
        var ahead = _sound with { Version = 9 };
        _bench.Snapshots.AfterLoad = load => load with { Snapshot = ahead, IsInLog = false, Tail = [] };

        Assert.Equal((8, 36L), await PlaceAsync());
        Assert.Equal(1, _bench.Count("snapshots.discarded", SnapshotDoubt.OtherLog));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 0)]
    public async Task A_snapshot_of_an_older_program_is_replaced_and_one_of_a_newer_program_left_alone(
        int schemaVersion, int saves)
    {
        await using var bench = new LoaderBench();
        await bench.BookAsync(1, 2, 3);
        var kept = await bench.KeepAsync(2);
        bench.Snapshots.AfterLoad = load => load with { Snapshot = kept with { SchemaVersion = schemaVersion } };

        Assert.Equal(6, (await bench.LoadAsync()).State.Total);
        Assert.Equal(1, bench.Count("snapshots.discarded", SnapshotDoubt.SchemaVersion));
        await bench.WrittenAsync();
        Assert.Equal(saves, bench.Count("snapshots.written"));
    }

    [Fact]
    public async Task A_store_that_fails_or_stalls_costs_a_replay_and_is_left_alone_for_a_while()
    {
        var asked = 0;
        _bench.Snapshots.BeforeLoad = _ =>
        {
            asked++;
            throw new InvalidOperationException("The snapshot store is broken.");
        };

        Assert.Equal((8, 36L), await PlaceAsync());
        Assert.Equal((8, 36L), await PlaceAsync());
        Assert.Equal((1, 1L), (asked, _bench.Count("snapshots.discarded", SnapshotDoubt.StoreFailed)));
    }

    [Fact]
    public async Task A_store_that_never_answers_costs_no_more_than_the_load_timeout()
    {
        await using var bench = new LoaderBench(options => options.LoadTimeout = TimeSpan.FromMilliseconds(20));
        await bench.BookAsync(1, 2, 3);
        bench.Snapshots.BeforeLoad = _ => new TaskCompletionSource().Task;

        Assert.Equal(6, (await bench.LoadAsync()).State.Total);
    }

    [Fact]
    public async Task A_gap_behind_a_snapshot_is_never_folded_over()
    {
        _bench.Snapshots.AfterLoad = load => load with { Tail = [.. load.Tail.Skip(1)] };
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.LoadAsync());
    }

    private static StreamHead<Ledger> Start() => new(new Ledger(), 0, default);

    private async Task<(int, long)> PlaceAsync()
    {
        var head = await _bench.LoadAsync();
        return (head.Version, head.State.Total);
    }

    private Snapshot Falsified(string doubt) => doubt switch
    {
        SnapshotDoubt.OtherLog => _sound with { EventId = Guid.NewGuid() },
        SnapshotDoubt.StateName => _sound with { StateName = "Another.State" },
        SnapshotDoubt.SchemaVersion => _sound with { SchemaVersion = 2 },
        SnapshotDoubt.Shape => _sound with { Shape = _sound.Shape + 1 },
        SnapshotDoubt.Checksum => _sound with { Version = 5 },
        SnapshotDoubt.Unreadable => Rewritten("""{"Total":"many"}"""),
        _ => throw new ArgumentOutOfRangeException(nameof(doubt)),
    };

    /// <summary>Another state with the right checksum, as a faulty program would write it.</summary>
    private Snapshot Rewritten(string json)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        return _sound with
        {
            State = bytes,
            Checksum = (long)System.IO.Hashing.XxHash3.HashToUInt64(bytes, _sound.Version),
        };
    }
}
