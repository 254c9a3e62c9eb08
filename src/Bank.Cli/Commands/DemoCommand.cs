using System.CommandLine;
using Bank.Cli.Demo;
using Bank.Cli.Import;
using Orchestrix.Cli;
using Spectre.Console;

namespace Bank.Cli.Commands;

/// <summary><c>bank demo</c>: a whole bank on this machine.</summary>
internal static class DemoCommand
{
    private const string Summary = "Run a whole bank on this machine until Ctrl-C, or import a file into it.";

    private const string Help = $$"""
        Starts a private PostgreSQL, a silo and the HTTP API as processes of their own, opens a few accounts, moves a
        little money, and prints the addresses. Ctrl-C or SIGTERM stops everything in good order; no process is left,
        even if the demo is killed. The data stays in the data directory.

        With --import, starts PostgreSQL and the silo only, imports the file as `bank import` does, compares every
        account's balance with the recorded one, stops everything, and prints one line of JSON as the last line of
        standard output. A second run on the same data directory finds only duplicates.

        With --observe, a local Prometheus scrapes the processes with the rules of deploy/prometheus, if one is
        installed, and the addresses of metrics and traces are printed. Traces are sent where
        OTEL_EXPORTER_OTLP_ENDPOINT says.

        A connection string in ORCHESTRIX_POSTGRES (and in ORCHESTRIX_POSTGRES_OWNER for the role that owns the schema)
        names a PostgreSQL to use instead of the private one. Without installed server programs, a container is started
        if Docker answers; its data stays in a Docker volume that belongs to the data directory's path.

        {{ExitCodes.Help}}
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var import = new Option<string?>("--import")
        {
            HelpName = "FILE",
            Description = "Import this CSV file, plain or compressed with gzip, and end; see `bank import --help`.",
        };
        var data = Options.Folder(
            "--data-directory", "Where PostgreSQL keeps its data.", Path.Combine(".data", "postgres"));
        var logs = Options.Folder(
            "--log-directory", "Where the output of the processes goes.", Path.Combine(".data", "logs"));
        var port = new Option<int?>("--port")
        {
            HelpName = "port",
            Description = $"Port of the HTTP API. Default: {DemoOptions.PreferredPort}, or a free one if it is taken.",
        };
        port.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 65535)
                result.AddError("--port must be from 1 to 65535.");
        });
        var observe = new Option<bool>("--observe")
        {
            Description = "Start a local Prometheus too, and say where metrics and traces are.",
        };
        var concurrency = ImportSettings.ConcurrencyOption();
        var command = new DetailedCommand("demo", Summary, Help) { import, observe, data, logs, port, concurrency };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(() =>
        {
            var options = new DemoOptions(
                result.GetRequiredValue(data), result.GetRequiredValue(logs), result.GetValue(port));
            if (result.GetValue(import) is not { } file)
            {
                return new DemoSession(options, AnsiConsole.Console, TimeProvider.System)
                    .RunAsync(result.GetValue(observe), cancellationToken);
            }
            // Standard output is for the line of JSON.
            return new DemoSession(options, StandardError.Console(), TimeProvider.System).ImportAsync(
                file, new ImportOptions { Concurrency = result.GetRequiredValue(concurrency) }, cancellationToken);
        }));
        return command;
    }
}
