using System.CommandLine;
using System.Diagnostics;
using Bank.Cli.Demo;
using Orchestrix.Cli;
using Spectre.Console;

namespace Bank.Cli.Commands;

/// <summary><c>bank readiness</c>: runs <c>orchestrix readiness</c> on a demo.</summary>
internal static class ReadinessCommand
{
    private const string Help = """
        Starts a whole bank as `bank demo` does, in a data directory of its own, runs `orchestrix readiness` on it with
        the arguments that are given here, and stops everything. The last line of standard output is one object of JSON.
        A demo is no production: it has one silo, one server and no TLS, and the checks say so.

        Examples
          bank readiness --profile development
          bank readiness --profile production

        Exit codes: those of `orchestrix readiness`.
        """;

    /// <summary>The command with its arguments.</summary>
    public static Command Create()
    {
        var arguments = new Argument<string[]>("arguments")
        {
            Description = "Options of `orchestrix readiness`, such as --profile development.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new DetailedCommand("readiness", "Measure whether a demo is ready for production.", Help)
        {
            arguments,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(() =>
            RunAsync([.. result.GetValue(arguments) ?? [], .. result.UnmatchedTokens], cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var options = new DemoOptions(Path.Combine(".data", "readiness"), Path.Combine(".data", "readiness-logs"));
        // Standard output is for the result.
        var console = StandardError.Console();
        await using var bank = await DemoBank.StartAsync(
            options, what => console.MarkupLineInterpolated($"[grey]{what}[/]"), TimeProvider.System,
            cancellationToken);
        await bank.StartApiAsync(cancellationToken);
        string[] where =
        [
            "--gateway", bank.Cluster.Gateways[0], "--cluster-id", bank.Cluster.ClusterId, "--url",
            bank.ApiAddress.ToString(),
        ];
        using var process = Process.Start(new ProcessStartInfo(
            HostAssembly.Dotnet(), [HostAssembly.Find(HostAssembly.Orchestrix), "readiness", .. where, .. arguments]))!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}
