using System.CommandLine;
using System.Text.Json.Nodes;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Cli;

namespace Orchestrix.Benchmarks.Commands;

/// <summary>A command that measures in pairs what something costs.</summary>
internal static class PairedCommand
{
    /// <summary>Measures on a server, and returns the last line of the output.</summary>
    public delegate Task<JsonObject> Measure(
        BenchServer server, PairedOptions options, Action<string> say, CancellationToken cancellationToken);

    /// <summary>Makes the command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does, in a line.</param>
    /// <param name="help">The rest of its help.</param>
    /// <param name="seconds">How long a half is measured by default.</param>
    /// <param name="measure">Measures.</param>
    public static Command Create(string name, string description, string help, double seconds, Measure measure)
    {
        var rounds = new Option<int>("--rounds")
        {
            HelpName = "number",
            Description = "Pairs.",
            DefaultValueFactory = static _ => 8,
        };
        var length = new Option<double>("--seconds")
        {
            HelpName = "number",
            Description = "How long each half of a pair is measured.",
            DefaultValueFactory = _ => seconds,
        };
        var callers = new Option<int>("--callers")
        {
            HelpName = "number",
            Description = "Callers, each waiting for its answer before it sends the next command.",
            DefaultValueFactory = static _ => 128,
        };
        var command = new DetailedCommand(name, description, help) { rounds, length, callers };
        command.SetAction(async (result, cancellationToken) =>
        {
            var directory = Path.GetFullPath(Path.Combine("artifacts", "bench", $"{name}-data"));
            await using var server = await BenchServer.StartAsync(directory, TimeProvider.System, cancellationToken);
            var options = new PairedOptions(
                result.GetValue(rounds), result.GetValue(length), result.GetValue(callers));
            var figures = await measure(server, options, new RunScreen().Say, cancellationToken);
            await Console.Out.WriteLineAsync(figures.ToJsonString());
            return 0;
        });
        return command;
    }
}
