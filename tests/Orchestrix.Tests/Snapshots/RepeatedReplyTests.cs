using CsCheck;
using Orchestrix.Commands;

namespace Orchestrix.Tests.Snapshots;

/// <summary>G5: a repetition is answered as the first sending was, whatever the activation remembers.</summary>
public sealed class RepeatedReplyTests
{
    private enum Act
    {
        Append,
        AppendMany,
        AppendElsewhere,
        Activate,
        KeepSnapshot,
        DeleteSnapshots,
        Repeat,
        RepeatTwice,
    }

    private static readonly Gen<(Act Act, int Number)[]> _genActs = Gen.Select(
        Gen.Int[0, (int)Act.RepeatTwice].Select(static act => (Act)act), Gen.Int[1, 10_000]).Array[1, 40];

    [Fact]
    public async Task A_repetition_is_answered_like_the_first_sending() =>
        await Gen.Select(Gen.Int[0, 6], Gen.Int[1, 40], _genActs)
            .SampleAsync(async (kept, page, acts) => await RunAsync(kept, page, acts), iter: 200, threads: 1);

    private static async Task RunAsync(int kept, int page, (Act Act, int Number)[] acts)
    {
        await using var bench = new LoaderBench(options => (options.KeptStates, options.FoldPageSize) = (kept, page));
        // What was answered behind each version, in the words of the state.
        var answers = new List<string> { LoaderBench.Text(new Ledger()) };
        var other = new Ledger();
        var log = bench.Log();
        foreach (var (act, number) in acts)
        {
            switch (act)
            {
                case Act.Append:
                    await AppendAsync(1);
                    break;
                case Act.AppendMany:
                    await AppendAsync(1 + (number % 60));
                    break;
                case Act.AppendElsewhere:
                    await bench.BookAsync(Amounts(1 + (number % 60)));
                    break;
                case Act.Activate:
                    log = bench.Log();
                    break;
                case Act.KeepSnapshot when answers.Count > 1:
                    await bench.Writer.DrainAsync();
                    await bench.KeepAsync(1 + (number % (answers.Count - 1)));
                    break;
                case Act.DeleteSnapshots:
                    await bench.Writer.DrainAsync();
                    await bench.Kept.DeleteAllAsync();
                    break;
                default:
                    for (var times = act == Act.Repeat ? 1 : 2; times > 0; times--)
                        await RepeatAsync(number % answers.Count);
                    break;
            }
        }

        async Task AppendAsync(int count)
        {
            await log.Synchronize();
            foreach (var amount in Amounts(count))
                await log.AppendAsync([new Ledger.Booked(amount, Tag(amount))], new Book());
            Assert.Equal(answers[^1], LoaderBench.Text(log.ConfirmedView));
        }

        // A grain is loaded before it answers.
        async Task RepeatAsync(int version)
        {
            await log.Synchronize();
            Assert.Equal(answers[version], LoaderBench.Text(await log.StateAtAsync(version)));
            Assert.Equal(answers[^1], LoaderBench.Text(log.ConfirmedView));
        }

        long[] Amounts(int count)
        {
            var amounts = Enumerable.Range(answers.Count, count).Select(static number => (long)number).ToArray();
            foreach (var amount in amounts)
                answers.Add(LoaderBench.Text(other = other.Apply(new Ledger.Booked(amount, Tag(amount)))));
            return amounts;
        }
    }

    // As the bench books them.
    private static string? Tag(long amount) => amount % 3 == 0 ? null : $"tag-{amount % 3}";

    private sealed record Book : Command;
}
