using System.CommandLine;
using Orchestrix.Simulation;
using Orchestrix.TestKit.Sagas;

const int Success = 0;
const int Failed = 1;

var seeds = new Option<int>("--seeds")
{
    HelpName = "n",
    Description = "How many seeds to run, 1 to 10,000,000.",
    DefaultValueFactory = static _ => 1000,
};
var from = new Option<int>("--from")
{
    HelpName = "seed",
    Description = "The first seed, 0 or more.",
    DefaultValueFactory = static _ => 1,
};
var seed = new Option<int?>("--seed") { HelpName = "seed", Description = "Run this seed only." };
var story = new Option<string?>("--story")
{
    HelpName = "name",
    Description = $"Run this story only: {string.Join(", ", Story.All.Select(static one => one.Name))}.",
};
var faults = new Option<string?>("--faults")
{
    HelpName = "numbers",
    Description = "With --seed and --story: let these faults happen only, as a report names them; empty for none.",
};
seeds.Validators.Add(static result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 10_000_000)
        result.AddError("--seeds must be from 1 to 10000000.");
});
from.Validators.Add(static result =>
{
    if (result.GetValueOrDefault<int>() is < 0 or > int.MaxValue - 10_000_000)
        result.AddError("--from must be from 0 to 2137483647.");
});
story.AcceptOnlyFromAmong([.. Story.All.Select(static one => one.Name)]);

var command = new Command("simulate", "Runs sagas under many seeds with everything that can go wrong; the last line of "
    + "standard output is one JSON object. Ends with 1 if a guarantee does not hold.")
{
    seeds, from, seed, story, faults,
};
command.Validators.Add(result =>
{
    if (result.GetValue(faults) is { } text
        && (result.GetValue(seed) is null || result.GetValue(story) is null || Numbers(text) is null))
    {
        result.AddError("--faults needs --seed and --story, and takes numbers with commas between them.");
    }
});
command.SetAction((result, cancellationToken) => Task.FromResult(
    result.GetValue(faults) is { } only
        ? Replay(result.GetValue(story)!, result.GetValue(seed)!.Value, Numbers(only)!)
        : Simulate(
            [.. Story.All.Where(one => result.GetValue(story) is null || one.Name == result.GetValue(story))],
            result.GetValue(seed) ?? result.GetValue(from),
            result.GetValue(seed) is null ? result.GetValue(seeds) : 1,
            cancellationToken)));
return await command.Parse(args).InvokeAsync();

static int Simulate(IReadOnlyList<Story> stories, int first, int count, CancellationToken cancellationToken)
{
    var summary = new Simulator(stories, Console.Error.WriteLine, TimeProvider.System)
        .Run(first, count, cancellationToken);
    Console.Out.WriteLine(summary.ToJson());
    return summary.Failures == 0 ? Success : Failed;
}

static int Replay(string name, int seed, IEnumerable<int> faults)
{
    try
    {
        SagaSimulation.Replay(seed, faults, Story.All.Single(one => one.Name == name).Tell);
        Console.Error.WriteLine("Everything holds.");
        return Success;
    }
    catch (SagaSimulationException failure)
    {
        Console.Error.WriteLine(failure.Message);
        return Failed;
    }
}

static int[]? Numbers(string text)
{
    var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    var numbers = parts.Select(static part => int.TryParse(part, out var number) ? number : -1).ToArray();
    return numbers.Any(static number => number < 0) ? null : numbers;
}
