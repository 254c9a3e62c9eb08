using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Orchestrix.Cli;

/// <summary>The usual help, and after it what a <see cref="DetailedCommand"/> has to say.</summary>
internal sealed class DetailedHelp : SynchronousCommandLineAction
{
    private readonly HelpAction _usual = new();

    /// <summary>The option <c>--help</c> of a command and all commands below it.</summary>
    public static HelpOption Option() => new() { Recursive = true, Action = new DetailedHelp() };

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = _usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DetailedCommand command)
            parseResult.InvocationConfiguration.Output.WriteLine(command.Details);
        return code;
    }
}
