using CsCheck;
using Orchestrix.Snapshots;

namespace Orchestrix.Tests.Snapshots;

/// <summary>G10: whatever happens to the snapshots, every load gives the state of a replay.</summary>
public sealed class SnapshotModelTests
{
    private enum Act
    {
        Load,
        Append,
        AppendMany,
        DeleteAll,
        Damage,
        Past,
    }

    private static readonly Gen<(Act Act, int Number)[]> _genActs =
        Gen.Select(Gen.Int[0, 5].Select(act => (Act)act), Gen.Int[1, 25]).Array[1, 30];

    [Fact]
    public async Task Deleting_or_damaging_snapshots_at_any_moment_changes_no_state() =>
        await _genActs.SampleAsync(RunAsync, iter: 150, threads: 1);

    [Fact]
    public async Task A_ledger_survives_a_snapshot_behind_any_event() =>
        await Gen.Select(Gen.Long, Gen.String.Null()).Array[1, 12].SampleAsync(bookings =>
        {
            TestKit.Snapshots.SnapshotAssert.EqualsReplay<Ledger>(
                bookings.Select(one => new Ledger.Booked(one.Item1 % 1000, Sound(one.Item2))));
            return Task.CompletedTask;
        }, iter: 100, threads: 1);

    // Half a surrogate pair has no UTF-8; events refuse it before a state can hold it.
    private static string? Sound(string? text) =>
        text is null || text.Any(char.IsSurrogate) ? null : text;

    private static async Task RunAsync((Act Act, int Number)[] acts)
    {
        await using var bench = new LoaderBench();
        var loader = bench.Loader();
        var head = await loader.LoadAsync();
        var damage = false;
        bench.Snapshots.AfterLoad = load => damage && load.Snapshot is { } snapshot
            ? load with { Snapshot = snapshot with { State = WithAnotherNumber(snapshot.State) } } : load;
        foreach (var (act, number) in acts)
        {
            damage = false;
            if (act is Act.Append or Act.AppendMany)
            {
                var before = head.Version;
                await bench.BookAsync([.. Enumerable.Range(1, act == Act.Append ? 1 : number).Select(n => (long)n)]);
                head = await loader.FoldAsync(head);
                loader.TakeAfterAppend(before, head);
            }
            else if (act == Act.DeleteAll)
            {
                await bench.Kept.DeleteAllAsync();
            }
            else if (act == Act.Past && head.Version > 0)
            {
                var version = 1 + number % head.Version;
                Assert.Equal(
                    await ReplayedAsync(bench, version),
                    LoaderBench.Text((await bench.Loader().LoadAtAsync(Start(), version)).State));
            }
            damage = act == Act.Damage;
            // A new activation.
            loader = bench.Loader();
            head = await loader.LoadAsync();
            Assert.Equal(await ReplayedAsync(bench, long.MaxValue), LoaderBench.Text(head.State));
        }
    }

    /// <summary>Still a state, but not the one that was written.</summary>
    private static byte[] WithAnotherNumber(ReadOnlyMemory<byte> state)
    {
        var bytes = state.ToArray();
        bytes[bytes.AsSpan().IndexOfAnyInRange((byte)'0', (byte)'8')]++;
        return bytes;
    }

    private static StreamHead<Ledger> Start() => new(new Ledger(), 0, default);

    private static async Task<string> ReplayedAsync(LoaderBench bench, long version) =>
        LoaderBench.Text((await bench.Loader().FoldAsync(Start(), version)).State);
}
