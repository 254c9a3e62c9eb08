using System.CommandLine;
using Bank.Cli.Commands;
using Orchestrix.Cli;

// Not a RootCommand: that takes its name from the program's file, and this one is called `bank`.
var root = new Command(
    "bank",
    "A bank on event-sourced grains: a demo and a cluster on this machine, an importer, drills, chaos, capacity, and API keys.")
{
    DemoCommand.Create(),
    ClusterCommand.Create(),
    ImportCommand.Create(),
    DrillCommand.Create(),
    CapacityCommand.Create(),
    ChaosCommand.Create(),
    ReadinessCommand.Create(),
    KeysCommand.Create(),
};
// Stopping API, silo and PostgreSQL in good order may take that long.
return await CommandLine.RunAsync(root, args, terminationTimeout: TimeSpan.FromMinutes(2));
