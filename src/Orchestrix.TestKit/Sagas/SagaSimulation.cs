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
        for (var seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            if (RunOne(seed, story, faults).Failure is { } failure)
                throw failure;
        }
    }

    /// <summary>Runs a story under one seed, and tells what the run was like instead of throwing.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="story">As for <see cref="Run"/>.</param>
    /// <param name="faults">As for <see cref="Run"/>.</param>
    public static SagaSimulationRun RunOne(int seed, Func<SagaWorld, Action> story, SagaFaults? faults = null)
    {
        ArgumentNullException.ThrowIfNull(story);
        faults ??= new SagaFaults();
        var tried = Try(seed, story, faults, null);
        if (tried.Failure is null)
            return new SagaSimulationRun(seed, tried.Steps, tried.Faults.Count, tried.Crashes, null, []);
        var shrunk = Shrunk(seed, story, faults, tried);
        return new SagaSimulationRun(
            seed, tried.Steps, tried.Faults.Count, tried.Crashes, Report(seed, shrunk),
            [.. shrunk.Faults.Select(static fault => fault.Number)]);
    }

    /// <summary>Repeats a run with some of its faults only, by the numbers that a report names.</summary>
    /// <exception cref="SagaSimulationException">The run failed; the message has the events of every saga.</exception>
    public static void Replay(
        int seed, IEnumerable<int> faultNumbers, Func<SagaWorld, Action> story, SagaFaults? faults = null)
    {
        ArgumentNullException.ThrowIfNull(story);
        var tried = Try(seed, story, faults ?? new SagaFaults(), faultNumbers.ToHashSet());
        if (tried.Failure is not null)
            throw new SagaSimulationException($"{Report(seed, tried).Message}{tried.Histories()}", tried.Failure);
    }

    private static Tried Try(
        int seed, Func<SagaWorld, Action> story, SagaFaults faults, IReadOnlySet<int>? only)
    {
        // Some runs are calm and some are rough: a fault that needs a calm neighbour is found too.
        var chance = new Chance(unchecked((ulong)seed), 0.25 * (1 + (seed % 8)), only);
        var world = new SagaWorld(faults, chance);
        Exception? failure = null;
        try
        {
            var check = story(world);
            world.Run(Limit);
            world.CheckHistories();
            check();
        }
        // Whatever a story throws is what this is looking for.
        catch (Exception exception)
        {
            failure = exception;
        }
        return new Tried(
            failure, chance.Faults, world.Scheduler.Steps, world.Crashes, world.DescribeHistories);
    }

    private static Tried Shrunk(int seed, Func<SagaWorld, Action> story, SagaFaults faults, Tried failed)
    {
        for (var size = Math.Max(1, failed.Faults.Count / 2); size >= 1; size /= 2)
        {
            for (var from = 0; from < failed.Faults.Count;)
            {
                var fewer = failed.Faults.Where((_, index) => index < from || index >= from + size)
                    .Select(fault => fault.Number).ToHashSet();
                var tried = Try(seed, story, faults, fewer);
                if (tried.Failure is not null && tried.Faults.Count < failed.Faults.Count)
                    failed = tried;
                else
                    from += size;
            }
        }
        return failed;
    }

    private static SagaSimulationException Report(int seed, Tried failed)
    {
        var numbers = string.Join(", ", failed.Faults.Select(static fault => fault.Number));
        return new SagaSimulationException(
            $"""
            Seed {seed} failed: {failed.Failure!.Message}
            It takes {failed.Faults.Count} faults:
            {string.Join(Environment.NewLine, failed.Faults.Select(static fault => "  " + fault.What))}
            Replay it: SagaSimulation.Replay({seed}, [{numbers}], story).
            """,
            failed.Failure);
    }

    private sealed record Tried(
        Exception? Failure, IReadOnlyList<(int Number, string What)> Faults, long Steps, int Crashes,
        Func<string> Histories);
}
