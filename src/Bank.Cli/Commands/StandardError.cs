using Spectre.Console;

namespace Bank.Cli.Commands;

/// <summary>
/// Standard error as a console: what people read goes there, what programs read goes to standard output.
/// </summary>
internal static class StandardError
{
    /// <summary>Without colours and movement when it is redirected.</summary>
    public static IAnsiConsole Console() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(System.Console.Error),
        Interactive = System.Console.IsErrorRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        Ansi = System.Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
    });

    /// <summary>Says in grey what is being done.</summary>
    public static Action<string> Report()
    {
        var console = Console();
        return what => console.MarkupLineInterpolated($"[grey]{what}[/]");
    }
}
