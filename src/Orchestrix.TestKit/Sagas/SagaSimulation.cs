using Orchestrix.Sagas;

namespace Orchestrix.TestKit.Sagas;

/// <summary>
/// Runs the same little story under many seeds. A seed decides the order in which things happen, every delay and every
/// fault; the same seed is the same run, on every machine. What fails is repeated with fewer and fewer faults, and
/// reported with the seed and those that are left.
/// </summary>
public static class SagaSimulation
{
    /// <summary>How much virtual time a run may take: 30 days.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromDays(30);

    /// <summary>Runs a story under a range of seeds.</summary>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="seeds">How many.</param>
    /// <param name="story">
    /// Adds definitions and participants to an empty world and starts sagas. It is called anew for every run, and
    /// returns what has to hold at the end, which throws if it does not.
    /// </param>
    /// <param name="faults">How likely each fault is; by default all of them are possible.</param>
    /// <exception cref="SagaSimulationException">A run failed.</exception>
    public static void Run(int firstSeed, int seeds, Func<SagaWorld, Action> story, SagaFaults? faults = null)
    {
        ArgumentNullException.ThrowIfNull(story);
        for (var seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            if (Try(seed, story, faults ?? new SagaFaults(), null, out var happened) is { } failure)
                throw Shrunk(seed, story, faults ?? new SagaFaults(), happened, failure);
        }
    }

    /// <summary>Repeats a run with some of its faults only, by the numbers that a report names.</summary>
    /// <exception cref="SagaSimulationException">The run failed.</exception>
    public static void Replay(
        int seed, IEnumerable<int> faultNumbers, Func<SagaWorld, Action> story, SagaFaults? faults = null)
    {
        ArgumentNullException.ThrowIfNull(story);
        var only = faultNumbers.ToHashSet();
        if (Try(seed, story, faults ?? new SagaFaults(), only, out var happened) is { } failure)
            throw Report(seed, happened, failure);
    }

    private static Exception? Try(
        int seed, Func<SagaWorld, Action> story, SagaFaults faults, IReadOnlySet<int>? only,
        out IReadOnlyList<(int Number, string What)> happened)
    {
        // Some runs are calm and some are rough: a fault that needs a calm neighbour is found too.
        var chance = new Chance(unchecked((ulong)seed), 0.25 * (1 + (seed % 8)), only);
        var world = new SagaWorld(faults, chance);
        try
        {
            var check = story(world);
            world.Run(Limit);
            world.CheckHistories();
            check();
            return null;
        }
        // Whatever a story throws is what this is looking for.
        catch (Exception exception)
        {
            return exception;
        }
        finally
        {
            happened = chance.Faults;
        }
    }

    private static SagaSimulationException Shrunk(
        int seed, Func<SagaWorld, Action> story, SagaFaults faults,
        IReadOnlyList<(int Number, string What)> happened, Exception failure)
    {
        for (var size = Math.Max(1, happened.Count / 2); size >= 1; size /= 2)
        {
            for (var from = 0; from < happened.Count;)
            {
                var fewer = happened.Where((_, index) => index < from || index >= from + size)
                    .Select(fault => fault.Number).ToHashSet();
                if (Try(seed, story, faults, fewer, out var left) is { } same && left.Count < happened.Count)
                    (happened, failure) = (left, same);
                else
                    from += size;
            }
        }
        return Report(seed, happened, failure);
    }

    private static SagaSimulationException Report(
        int seed, IReadOnlyList<(int Number, string What)> happened, Exception failure) => new(
        $"""
        Seed {seed} failed: {failure.Message}
        It takes {happened.Count} faults:
        {string.Join(Environment.NewLine, happened.Select(fault => "  " + fault.What))}
        Replay it: SagaSimulation.Replay({seed}, [{string.Join(", ", happened.Select(fault => fault.Number))}], story).
        """,
        failure);
}
