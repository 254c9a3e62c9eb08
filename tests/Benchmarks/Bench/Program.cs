using System.CommandLine;
using Orchestrix.Benchmarks.Commands;
using Orchestrix.Cli;

var root = new Command("bench", "Measures Orchestrix, its baselines and its peers.")
{
    RunCommand.Create(),
    FeedCommand.Create(),
    SagasCommand.Create(),
    SealsCommand.Create(),
    SagasIdleCommand.Create(),
    ObservabilityCommand.Create(),
    WorkerCommand.Create(),
    WorkerCommand.CreateSilo(),
};
// Workers that are busy and a PostgreSQL that writes a checkpoint may take that long to stop.
return await CommandLine.RunAsync(root, args, terminationTimeout: TimeSpan.FromMinutes(2));
