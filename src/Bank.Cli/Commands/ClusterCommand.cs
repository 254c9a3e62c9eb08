using System.CommandLine;
using Bank.Cli.Topology;
using Orchestrix.Cli;
using Spectre.Console;

namespace Bank.Cli.Commands;

/// <summary><c>bank cluster</c>: the processes of a real installation, on this machine.</summary>
internal static class ClusterCommand
{
    private const string Summary = "Run three silos and two HTTP APIs on this machine until Ctrl-C.";

    private const string Help = """
        Starts a private PostgreSQL, silos that find each other in it, and HTTP APIs that find the silos there: the
        processes of a real installation. Live traffic goes through the first API. Ctrl-C or SIGTERM stops everything in
        good order; no process is left, even if this one is killed. The data stays in the data directory. Silos and APIs
        talk by mutual TLS, with certificates that are made for this run. A process that ends is started again after
        5 s, so that losing one can be rehearsed: its id is in the table, for `kill -9`.

        The programs inherit the environment of this one. Settings of silo and client are passed in it, such as
        PostgreSQL__MaxPoolSize=50 or Ops__IsEnabled=true; what this command decides itself (addresses, ports, ids of
        the cluster, connection strings, clustering, an API key) wins. --environment Production runs them as in
        production.

        --production starts what production has beside it: certificates of an authority of its own for HTTP and
        PostgreSQL, a standby that commits wait for, a write-ahead log that pgBackRest archives and a full backup, a
        schema that its owner migrates and that silos only verify, and Prometheus with the shipped rules, if it is
        installed. It always has three silos and two APIs in the environment Production, on a server of its own, and
        deletes everything but the logs at the end. `bank readiness --cluster` measures whether it is ready.

        A connection string in ORCHESTRIX_POSTGRES (and in ORCHESTRIX_POSTGRES_OWNER for the role that owns the schema)
        names a PostgreSQL to use instead of the private one.

        Exit codes: 0 stopped; 1 wrong option or setting, or no PostgreSQL; 3 a process could not be started, or not
        again; 130 interrupted before everything ran.
        """;

    public static Command Create()
    {
        var silos = Options.Number("--silos", "How many silos.", 3, 1, 20);
        var apis = Options.Number("--clients", "How many HTTP APIs.", 2, 1, 20);
        var seconds = new Option<double?>("--seconds")
        {
            HelpName = "number",
            Description = "Stop by itself after this time; up to 86,400. Default: run until Ctrl-C.",
        };
        seconds.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (> 0 and <= 86_400)))
                result.AddError("--seconds must be greater than 0 and at most 86,400.");
        });
        var environment = new Option<string>("--environment")
        {
            HelpName = "name",
            Description = "The environment of silos and APIs: Development, Staging or Production.",
            DefaultValueFactory = static _ => "Development",
        };
        environment.AcceptOnlyFromAmong("Development", "Staging", "Production");
        var production = new Option<bool>("--production")
        {
            Description =
                "With TLS, a standby, backups and Prometheus, as production has them; deletes its data at the end.",
        };
        var quiet = new Option<bool>("--no-traffic") { Description = "Send no traffic." };
        var data = Options.Folder(
            "--data-directory", "Where PostgreSQL keeps its data.", Path.Combine(".data", "cluster"));
        var logs = Options.Folder(
            "--log-directory", "Where the output of the processes goes.", Path.Combine(".data", "cluster-logs"));
        var command = new DetailedCommand("cluster", Summary, Help)
        {
            silos, apis, seconds, environment, production, quiet, data, logs,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(() =>
        {
            var options = new ClusterOptions(
                result.GetValue(silos), result.GetValue(apis), result.GetRequiredValue(data),
                result.GetRequiredValue(logs))
            {
                Environment = result.GetRequiredValue(environment),
            };
            var duration = result.GetValue(seconds) is { } value
                ? TimeSpan.FromSeconds(value)
                : Timeout.InfiniteTimeSpan;
            var session = new ClusterSession(
                options, result.GetValue(production), AnsiConsole.Console, TimeProvider.System);
            return session.RunAsync(duration, !result.GetValue(quiet), cancellationToken);
        }));
        return command;
    }
}
