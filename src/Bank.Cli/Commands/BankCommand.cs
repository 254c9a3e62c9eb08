using System.CommandLine;
using System.CommandLine.Help;

namespace Bank.Cli.Commands;

/// <summary>The command <c>bank</c>.</summary>
internal static class BankCommand
{
    /// <summary>Longer than stopping silo, client and PostgreSQL in good order may take.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Runs what the arguments ask for and returns the exit code.</summary>
    public static Task<int> InvokeAsync(string[] args)
    {
        // Not a RootCommand: that takes its name from the program's file, and this one is called `bank`.
        var root = new Command("bank", "A bank on event-sourced grains: a demo on this machine, and an importer.")
        {
            new HelpOption { Recursive = true },
            new VersionOption(),
            DemoCommand.Create(),
            ImportCommand.Create(),
        };
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TerminationTimeout });
    }
}
