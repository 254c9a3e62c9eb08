using System.CommandLine;
using Bank.Cli.Drill.Backup;
using Bank.Cli.Drill.Failover;
using Bank.Cli.Drill.Upgrade;
using Orchestrix.Cli;

namespace Bank.Cli.Commands;

/// <summary><c>bank drill</c>: shows on this machine that nothing is lost when a server is.</summary>
internal static class DrillCommand
{
    private const string FailoverHelp = """
        Starts two private PostgreSQL servers, the second a synchronous standby of the first, and a silo that knows both
        (Host=a,b;Target Session Attributes=primary). While customers pay in, the primary is killed with SIGKILL and the
        standby promoted. Every acknowledged command must be in the log of the new primary, and every customer must be
        answered within 15 s. With --asynchronous commits wait for it no more half-way, and it is stopped: what is
        acknowledged then is lost, and the drill fails. That is what synchronous replication is for.

        The last line of standard output is one JSON object with acknowledged, lost and resume_s. No server of yours is
        touched, and all files are deleted at the end.

        Exit codes: 0 nothing was lost and the customers went on in time; 2 something was, or they did not; 1 wrong
        option or no server programs; 3 a step failed; 130 interrupted.
        """;

    private const string BackupHelp = """
        Starts a private PostgreSQL server that archives its write-ahead log with pgBackRest, and a silo. While
        customers pay in, a full and an incremental backup are taken, then the server is killed and its data deleted. A
        chosen instant is restored on another server, and a silo is started on it. Every command that was acknowledged
        before the instant must be in the restored log, without a gap, with the hash that was noted before; and every
        read model must equal one that is built anew.

        The configuration is deploy/backup/pgbackrest.conf. The last line of standard output is one JSON object with
        rto_s, rpo_events, events_verified and hash_equal. No server of yours is touched, and all files but the logs are
        deleted at the end. That backups of yours restore is shown by restoring one:
        `orchestrix verify --drill-record`.

        Exit codes: 0 the backup was restored without a loss; 2 something is missing or differs; 1 wrong option, no
        server programs or no pgBackRest; 3 a step failed; 130 interrupted.
        """;

    private const string UpgradeHelp = """
        Starts a private PostgreSQL, three silos and two HTTP APIs of the earlier version that --previous names. While
        customers pay in over HTTP, each silo and then each API is asked to stop (SIGTERM) and replaced by the current
        version, so that both serve together meanwhile. Every acknowledged command must be in the log, once, and no
        customer may wait for an answer longer than 10 s.

        The last line of standard output is one JSON object with acknowledged, lost and unavailable_s. No server of
        yours is touched, and all files but the logs are deleted at the end.

        Exit codes: 0 nothing was lost and nobody waited for long; 2 something was, or somebody did; 1 wrong option or
        no server programs; 3 a step failed; 130 interrupted.
        """;

    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new(
        "drill", "Destroy or replace a server on purpose, and show that nothing is lost.")
    {
        Backup(),
        Failover(),
        Upgrade(),
    };

    private static DetailedCommand Backup()
    {
        var writers = Options.Number("--writers", "Customers that pay in at once.", 16, 1, 1000);
        var seconds = Options.Number("--seconds", "How long they do so between two steps.", 5, 1, 3600);
        var logs = Logs();
        var command = new DetailedCommand(
            "backup", "Lose all data under load and restore it from a backup.", BackupHelp)
        {
            writers, seconds, logs,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            var options = new BackupOptions(
                result.GetRequiredValue(writers), TimeSpan.FromSeconds(result.GetRequiredValue(seconds)),
                result.GetRequiredValue(logs));
            var done = await new BackupDrill(options, StandardError.Report(), TimeProvider.System)
                .RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(done.ToJson());
            return done.Passed ? ExitCodes.Success : ExitCodes.Differences;
        }));
        return command;
    }

    private static DetailedCommand Failover()
    {
        var writers = Options.Number("--writers", "Customers that pay in at once.", 16, 1, 1000);
        var seconds = Options.Number("--seconds", "How long they do so before and after.", 10, 1, 3600);
        var asynchronous = new Option<bool>("--asynchronous")
        {
            Description = "Wait for no standby, to see what is lost.",
        };
        var logs = Logs();
        var command = new DetailedCommand(
            "failover", "Kill the primary under load and promote its standby.", FailoverHelp)
        {
            writers, seconds, asynchronous, logs,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            var options = new FailoverOptions(
                result.GetRequiredValue(writers), TimeSpan.FromSeconds(result.GetRequiredValue(seconds)),
                result.GetRequiredValue(logs))
            {
                IsAsynchronous = result.GetValue(asynchronous),
            };
            var done = await new FailoverDrill(options, StandardError.Report(), TimeProvider.System)
                .RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(done.ToJson());
            return done.Passed ? ExitCodes.Success : ExitCodes.Differences;
        }));
        return command;
    }

    private static DetailedCommand Upgrade()
    {
        var writers = Options.Number("--writers", "Customers that pay in at once.", 16, 1, 1000);
        var seconds = Options.Number("--seconds", "How long they do so between two replacements.", 5, 1, 3600);
        var previous = new Option<string?>("--previous")
        {
            HelpName = "directory",
            Description =
                "The earlier version, as deploy/scripts/build-previous.sh builds it. Default: the current one.",
        };
        var logs = Logs();
        var command = new DetailedCommand(
            "upgrade", "Replace silos and APIs one by one under load.", UpgradeHelp)
        {
            writers, seconds, previous, logs,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            var options = new UpgradeOptions(
                result.GetRequiredValue(writers), TimeSpan.FromSeconds(result.GetRequiredValue(seconds)),
                result.GetValue(previous), result.GetRequiredValue(logs));
            var done = await new UpgradeDrill(options, StandardError.Report(), TimeProvider.System)
                .RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(done.ToJson());
            return done.Passed ? ExitCodes.Success : ExitCodes.Differences;
        }));
        return command;
    }

    private static Option<string> Logs() => Options.Folder(
        "--log-directory", "Where the output of the silos goes.", Path.Combine(".data", "logs"));
}
