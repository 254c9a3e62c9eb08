using System.CommandLine;
using System.CommandLine.Invocation;

namespace Orchestrix.Cli;

/// <summary>Runs a command line.</summary>
internal static class CommandLine
{
    /// <summary>
    /// Parses and runs. What is wrong with the arguments is said in one line each, without the whole help.
    /// </summary>
    /// <param name="root">The program's command, with its subcommands.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="terminationTimeout">How long an action may take to end after Ctrl-C or SIGTERM.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(Command root, string[] args, TimeSpan terminationTimeout)
    {
        root.Options.Add(DetailedHelp.Option());
        root.Options.Add(new VersionOption());
        var result = root.Parse(args);
        if (result.Action is ParseErrorAction error)
            error.ShowHelp = args.Length == 0;
        return result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = terminationTimeout });
    }
}
