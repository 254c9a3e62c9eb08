using System.Globalization;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Simulation;

/// <summary>Runs stories under many seeds, each seed on one thread, and reports what fails.</summary>
/// <param name="stories">What is simulated.</param>
/// <param name="report">Takes progress and failures.</param>
/// <param name="time">Measures the real time.</param>
internal sealed class Simulator(IReadOnlyList<Story> stories, Action<string> report, TimeProvider time)
{
    /// <summary>A fault of the engine fails many seeds alike; more reports of it would tell nothing.</summary>
    private const int MaxFailures = 5;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);

    public Summary Run(int firstSeed, int seeds, CancellationToken cancellationToken)
    {
        var summary = new Summary();
        var begun = time.GetTimestamp();
        var nextReport = ReportEvery;
        var gate = new Lock();
        Parallel.For(0, seeds, (index, loop) =>
        {
            var runs = stories.Select(story => Run(story, firstSeed + index)).ToArray();
            var elapsed = time.GetElapsedTime(begun);
            summary.Add(runs, elapsed);
            if (cancellationToken.IsCancellationRequested || summary.Failures >= MaxFailures)
                loop.Stop();
            lock (gate)
            {
                if (elapsed < nextReport)
                    return;
                nextReport = elapsed + ReportEvery;
            }
            report(string.Create(CultureInfo.InvariantCulture,
                $"{summary.Seeds:N0} of {seeds:N0} seeds, {summary.Faults:N0} faults, {summary.Failures} failures"));
        });
        return summary;
    }

    private SagaSimulationRun Run(Story story, int seed)
    {
        var run = SagaSimulation.RunOne(seed, story.Tell);
        if (run.Failure is { } failure)
        {
            var faults = string.Join(',', run.FaultNumbers);
            report($"""
                {story.Name}: {failure.Message}
                On the command line: just simulate --story {story.Name} --seed {seed} --faults "{faults}"
                """);
        }
        return run;
    }
}
