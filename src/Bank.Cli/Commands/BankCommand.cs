using System.CommandLine;

namespace Bank.Cli.Commands;

/// <summary><c>bank</c>, with everything below it.</summary>
internal static class BankCommand
{
    private const string Summary = "A bank on event-sourced grains: "
        + "a demo and a cluster on this machine, an importer, drills, chaos, capacity, and API keys.";

    // Not a RootCommand: that takes its name from the program's file, and this one is called `bank`.
    public static Command Create() => new("bank", Summary)
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
}
