using System.CommandLine;
using Bank.Cli.Topology.Production;
using Orchestrix.Cli;
using Spectre.Console;

namespace Bank.Cli.Commands;

/// <summary><c>bank readiness</c>: runs <c>orchestrix readiness</c> on an installation of this machine.</summary>
internal static class ReadinessCommand
{
    private static readonly string Help = $$"""
        Starts a whole bank as `bank demo` does, in a data directory of its own, runs `orchestrix readiness` on it with
        the arguments that are given here, and stops everything. The last line of standard output is one object of JSON.
        A demo is no production: it has one silo, one server and no TLS, and the checks say so.

        With --cluster it is a cluster with production settings, as `bank cluster --production` starts it, and the
        profile production finds nothing that fails. A collector of traces is waived until tomorrow, in the name of the
        user, unless OTEL_EXPORTER_OTLP_ENDPOINT names one. Its backup is restored on another server, which is verified.
        Needs pgBackRest and Prometheus.

        With --cluster --flawed the same cluster is broken on purpose, and these checks fail:
        {{string.Join("\n", Flaws.All.Select(static flaw => $"  {flaw.Check}: {flaw.Deed}"))}}

        Examples
          bank readiness --profile development
          bank readiness --cluster
          bank readiness --cluster --flawed --junit readiness.xml

        Exit codes: those of `orchestrix readiness`; 3 something could not be started.
        """;

    /// <summary>The command with its arguments.</summary>
    public static Command Create()
    {
        var arguments = new Argument<string[]>("arguments")
        {
            Description = "Options of `orchestrix readiness`, such as --profile development.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var cluster = new Option<bool>("--cluster") { Description = "A cluster with production settings, not a demo." };
        var flawed = new Option<bool>("--flawed") { Description = "Break the cluster on purpose; needs --cluster." };
        var command = new DetailedCommand(
            "readiness", "Measure whether a demo or a cluster of this machine is ready for production.", Help)
        {
            cluster, flawed, arguments,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(flawed) && !result.GetValue(cluster))
                result.AddError("--flawed needs --cluster.");
        });
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(() =>
        {
            // Standard output is for the result.
            var console = StandardError.Console();
            var session = new ReadinessSession(
                [.. result.GetValue(arguments) ?? [], .. result.UnmatchedTokens],
                what => console.MarkupLineInterpolated($"[grey]{what}[/]"), TimeProvider.System);
            return result.GetValue(cluster)
                ? session.MeasureClusterAsync(result.GetValue(flawed), cancellationToken)
                : session.MeasureDemoAsync(cancellationToken);
        }));
        return command;
    }
}
