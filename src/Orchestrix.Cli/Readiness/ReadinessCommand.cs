using System.CommandLine;
using Orchestrix.Cli.Connections;
using Orchestrix.Errors;
using Orchestrix.Readiness;
using Spectre.Console;

namespace Orchestrix.Cli.Readiness;

/// <summary><c>orchestrix readiness</c>: measures whether a running installation is ready.</summary>
internal static class ReadinessCommand
{
    private const string Summary = "Measure whether a running installation is ready for production.";

    private const string Help = """
        Asks a silo, which measures cluster and database with its own connections and its own role; probes the HTTP API
        at --url; reads the records of backups and restore drills; asks Prometheus at --prometheus. Nothing is taken
        from configuration that can be measured. Each profile asks for all that the one before it asks for.

        The last line is one object of JSON with how many checks passed, failed and were waived; --json adds the checks.
        A check that fails says why it matters and how to mend it. A check that cannot be measured from here is unknown;
        in production one that is critical or major fails then, and says what to give so that it can be measured.
        --waivers names a file with checks that may fail until a day:
          [{"check":"persistence.replica","owner":"ada","reason":"ordered for May","until":"2026-05-31"}]
        A waiver that is past its day, names no check or gives no reason is an error.

        The command connects to the gateway of a silo as an Orleans client. ClusterTls__CertificateFile,
        ClusterTls__KeyFile and ClusterTls__AuthorityFile in the environment name the files of a client's certificate;
        a cluster with TLS takes no client without one. Gateways without TLS trust whoever reaches them: keep them on a
        network of your own.

        Examples
          orchestrix readiness --profile production --gateway silo-1:30000 --url https://bank.example
          orchestrix readiness --profile staging --waivers waivers.json --junit readiness.xml

        Exit codes: 0 nothing failed that is not waived; 1 wrong option, setting or waiver; 3 no silo answers; 5 a check
        failed; 130 interrupted.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var profile = new Option<ReadinessProfile>("--profile")
        {
            Description = "What is asked for.",
            DefaultValueFactory = static _ => ReadinessProfile.Production,
        };
        profile.AcceptNames(Enum.GetValues<ReadinessProfile>());
        var json = new Option<bool>("--json")
        {
            Description = "Print one line of JSON with every check, and nothing else.",
        };
        var junit = File("--junit", "Write the result to this file as JUnit XML as well.");
        var waivers = File("--waivers", "The checks that may fail, each with its owner, reason and last day.");
        var cluster = new ClusterConnection.Options();
        var probes = new ProbeOptions();
        var command = new DetailedCommand("readiness", Summary, Help) { profile, json, junit, waivers };
        cluster.AddTo(command);
        probes.AddTo(command);
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            // Before anything is asked: a mistake in the file is told at once.
            var waived = WaiverFile.Read(result.GetValue(waivers));
            var asked = result.GetValue(profile);
            await using var connection = await ClusterConnection.OpenAsync(cluster, result, cancellationToken);
            var readiness = connection.Grains.GetGrain<IReadinessGrain>(0);
            IReadOnlyList<CheckResult> results =
            [
                .. await readiness.CheckAsync(asked, cancellationToken),
                .. await probes.RunAsync(
                    result, asked, await KnownStore.AskAsync(readiness, cancellationToken),
                    () => CountAsync(connection.Grains), TimeProvider.System, cancellationToken),
            ];
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            var judged = WaiverFile.Judge(waived, InOrder(results), asked, today, isEverything: true);
            // An error, not a failed check, which could be overlooked among others.
            if (judged.Troubles.Count > 0)
                throw new ConfigurationException(string.Join(" ", judged.Troubles));
            var report = new ReadinessReport(asked, judged.Results);
            if (result.GetValue(junit) is { } path)
                JUnitReport.Write(report, path);
            if (!result.GetValue(json))
                ReadinessText.Write(report, AnsiConsole.Console);
            await Console.Out.WriteLineAsync(report.ToJson(isWhole: result.GetValue(json)));
            return report.IsReady ? ExitCodes.Success : ExitCodes.NotReady;
        }));
        return command;
    }

    /// <summary>How many programs have metrics, as the cluster itself knows.</summary>
    private static async Task<(int Silos, int Clients)> CountAsync(IGrainFactory grains) => (
        (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count,
        await grains.GetGrain<IClientCheckGrain>(0).CountAsync());

    /// <summary>
    /// Groups together, each where its first check is. What is measured from here counts, where silos cannot know.
    /// </summary>
    private static IReadOnlyList<CheckResult> InOrder(IReadOnlyList<CheckResult> results) =>
    [
        .. results.GroupBy(static result => result.Check.Id, static (_, same) => same.Last())
            .GroupBy(static result => result.Check.Group).SelectMany(static group => group),
    ];

    private static Option<string?> File(string name, string description) =>
        new(name) { HelpName = "file", Description = description };
}
