using CsCheck;
using Orchestrix.Commands;
using Orchestrix.Snapshots;

namespace Orchestrix.Tests.Snapshots;

/// <summary>The earlier states that an active aggregate keeps for the replies of repeated commands.</summary>
public sealed class KeptStatesTests
{
    /// <summary>A chaos run came to 4,300 events on a hot account, and each repetition replayed them all.</summary>
    [Theory]
    [InlineData(4_300, 128, 64)]
    [InlineData(4_300, 16, 512)]
    [InlineData(100, 128, 16)]
    public async Task A_repetition_folds_few_events_wherever_it_was(int events, int kept, int most)
    {
        await using var bench = new LoaderBench(options => options.KeptStates = kept);
        await bench.BookAsync([.. Enumerable.Range(1, events).Select(static amount => (long)amount)]);
        var log = bench.Log();
        await log.Synchronize();
        // Far apart, so that the state that was asked for last is of no use.
        for (var (version, asked) = (1, 0); asked < 50; asked++, version = (version + events / 2 + 7) % events)
        {
            var before = bench.Reads.Events;
            Assert.Equal(Total(version), (await log.StateAtAsync(version)).Total);
            Assert.InRange(bench.Reads.Events - before, 0, most);
        }
    }

    [Fact]
    public async Task Behind_a_snapshot_the_first_repetition_replays_and_the_others_do_not()
    {
        const int Events = 3_000;
        await using var bench = new LoaderBench();
        await bench.BookAsync([.. Enumerable.Range(1, Events).Select(static amount => (long)amount)]);
        await bench.KeepAsync(Events);
        var before = bench.Reads.Events;
        var log = bench.Log();
        await log.Synchronize();
        Assert.Equal(before, bench.Reads.Events);
        await log.StateAtAsync(2_900);
        Assert.InRange(bench.Reads.Events - before, 2_000, 2_900);

        before = bench.Reads.Events;
        await log.StateAtAsync(1_000);
        Assert.InRange(bench.Reads.Events - before, 0, 64);
    }

    [Fact]
    public async Task What_the_activation_appended_is_kept_as_well()
    {
        await using var bench = new LoaderBench();
        var log = bench.Log();
        for (var amount = 1; amount <= 300; amount++)
            await log.AppendAsync([new Ledger.Booked(amount, null)], new Book());

        Assert.Equal(Total(200), (await log.StateAtAsync(200)).Total);
        Assert.InRange(bench.Reads.Events, 0, 32);
    }

    [Fact]
    public async Task With_none_kept_only_the_last_one_helps()
    {
        await using var bench = new LoaderBench(options => options.KeptStates = 0);
        await bench.BookAsync([.. Enumerable.Range(1, 100).Select(static amount => (long)amount)]);
        var log = bench.Log();
        await log.Synchronize();
        await log.StateAtAsync(90);
        var before = bench.Reads.Events;

        Assert.Equal(Total(91), (await log.StateAtAsync(91)).Total);
        Assert.Equal(before + 1, bench.Reads.Events);
        Assert.Equal(Total(50), (await log.StateAtAsync(50)).Total);
        Assert.Equal(before + 51, bench.Reads.Events);
    }

    /// <summary>
    /// Replays from anywhere, in any order, and any questions: never a state that is later than the version or not that
    /// of its version, and never more of them than allowed.
    /// </summary>
    [Fact]
    public void What_is_kept_is_always_a_state_of_the_past()
    {
        var run = Gen.Select(Gen.Int[0, 2_000], Gen.Int[1, 400], Gen.Bool);
        Gen.Select(Gen.Int[0, 20], run.Array[1, 20], Gen.Int[0, 2_400].Array[1, 50]).Sample((max, runs, asked) =>
        {
            var past = new PastStates<string>(Head(0), max);
            foreach (var (from, count, isAsked) in runs)
            {
                for (var version = from + 1; version <= from + count; version++)
                    past.Pass(Head(version));
                if (isAsked)
                    past.Asked(Head(from + count));
                Assert.InRange(past.Count, 0, max);
            }
            foreach (var version in asked)
            {
                var nearest = past.Nearest(version);
                Assert.InRange(nearest.Version, 0, version);
                Assert.Equal(Head(nearest.Version), nearest);
            }
        });
    }

    private sealed record Book : Command;

    private static long Total(long version) => version * (version + 1) / 2;

    private static StreamHead<string> Head(int version) => new($"state {version}", version, default);
}
