using Orchestrix.Benchmarks.Measuring;
using Spectre.Console;

namespace Orchestrix.Benchmarks.Report;

/// <summary>What a person sees while the benchmark runs: one line for each cell. Standard output stays free.</summary>
internal sealed class RunScreen
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
    });

    public void Say(string what) => Write($"[grey]{Markup.Escape(what)}[/]");

    public void Fail(string what) => Write($"[red]{Markup.Escape(what)}[/]");

    public void StartRound(int round, int rounds)
    {
        Write($"[bold]Round {round} of {rounds}[/]");
        Write($"[grey]{"system",-17} {"load",-34} {"callers",7} {"commands/s",11} {"p50 ms",8} {"p99 ms",8}  "
            + "machine[/]");
    }

    public void Show(CellResult result, string? note = null)
    {
        var (cell, measured) = (result.Cell, result.Measured);
        var busy = result.Server.MachineBusySeconds / (measured.Seconds * Environment.ProcessorCount);
        var rest = note is null ? "" : $", {note}";
        Write($"{cell.System,-17} {cell.Load,-34} {cell.Callers,7:N0} [bold]{result.CommandsPerSecond,11:N0}[/] "
            + $"{measured.P50Ms,8:N2} {measured.P99Ms,8:N2}  "
            + $"[grey]{busy:P0} busy, {result.OtherCpuShare:P0} others{rest}[/]");
        if (measured.Failed > 0)
            Fail($"  {measured.Failed:N0} commands failed: {measured.FirstFailure}");
    }

    // A console that is redirected has no width, and lines are not to be broken.
    private void Write(string markup)
    {
        _console.Profile.Width = 500;
        _console.MarkupLine(markup);
    }
}
