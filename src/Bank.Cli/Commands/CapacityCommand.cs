using Bank.Cli.Capacity;
using Orchestrix.Cli;

namespace Bank.Cli.Commands;

/// <summary><c>bank capacity</c>: what clusters of this machine carry over HTTP.</summary>
internal static class CapacityCommand
{
    private const string Help = """
        Starts a private PostgreSQL, one silo and one HTTP API, then three silos and two APIs, without TLS and with it,
        and lets customers pay in over HTTP as fast as they are answered, each into an account of its own. With TLS,
        everything is encrypted and proven by certificates: HTTP, silos and APIs among themselves, and PostgreSQL.
        Customers, APIs, silos and PostgreSQL share this machine, so that the processor time of a command says more
        about other machines than the commands in a second do.

        The last line of standard output is one JSON object with cells, each with commands_per_s, p99_ms, api_cpu_us,
        silo_cpu_us and database_cpu_us, and with tls_cost_percent. No server of yours is touched, and all files but the
        logs are deleted at the end. A round takes about two minutes.

        Exit codes: 0 measured; 1 wrong option or no server programs; 3 a step failed; 130 interrupted.
        """;

    public static DetailedCommand Create()
    {
        var callers = Options.Number("--callers", "Customers that pay in at once.", 64, 1, 1000);
        var seconds = Options.Number("--seconds", "How long each cluster is measured.", 10, 1, 3600);
        var rounds = Options.Number("--rounds", "How often each cluster is measured.", 3, 1, 100);
        var logs = Options.Folder(
            "--log-directory", "Where the output of silos and APIs goes.", Path.Combine(".data", "logs"));
        var command = new DetailedCommand("capacity", "Measure what clusters of this machine carry over HTTP.", Help)
        {
            callers, seconds, rounds, logs,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            var options = new CapacityOptions(
                result.GetRequiredValue(callers), TimeSpan.FromSeconds(result.GetRequiredValue(seconds)),
                result.GetRequiredValue(rounds), result.GetRequiredValue(logs));
            var done = await new CapacityRun(options, StandardError.Report(), TimeProvider.System)
                .RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(done.ToJson());
            return ExitCodes.Success;
        }));
        return command;
    }
}
