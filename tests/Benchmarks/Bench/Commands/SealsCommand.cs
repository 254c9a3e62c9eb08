using System.CommandLine;
using Orchestrix.Benchmarks.Seals;

namespace Orchestrix.Benchmarks.Commands;

/// <summary><c>seals</c>: measures what sealing the log costs those who append.</summary>
internal static class SealsCommand
{
    private const string Help = """
        Runs the same commands on a silo that seals the log every second and on one that does not, in pairs in one run,
        each pair in the other order than the one before; then verifies the log. The last line of standard output is one
        JSON object.
        """;

    public static Command Create() => PairedCommand.Create(
        "seals", "Measure what sealing the log costs.", Help, seconds: 6, SealsRun.RunAsync);
}
