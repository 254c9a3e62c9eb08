using System.CommandLine;
using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Processes;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Cli;
using Orchestrix.Errors;

namespace Orchestrix.Benchmarks.Commands;

/// <summary><c>run</c>: measures a suite from its first process to its report.</summary>
internal static class RunCommand
{
    private const string Summary = "Measure a suite and write its report.";

    private const string Help = """
        Suites:
          writes   the write path, its baselines and its peers, interleaved and in rounds, on one private PostgreSQL;
                   then the soak and the fill. About 50 minutes.
          quick    the same as `writes quick`: what the ratios need, without soak and fill. Under 3 minutes.

        Progress goes to standard error. The last line of standard output is one JSON object. results.json, results.md
        and the logs of the workers go to the output directory. Nothing else should run on the machine meanwhile; the
        report says how busy it was with something else.

        Exit codes: 0 measured, whatever the figures are; 1 wrong option, or no PostgreSQL; 2 a cell could not be
        measured, the others were; 130 interrupted.
        """;

    public static Command Create()
    {
        var suite = Word("SUITE", "What to measure: writes or quick.", "writes", "writes", "quick");
        var mode = Word("MODE", "quick: only what the ratios need.", "full", "full", "quick");
        var rounds = new Option<int?>("--rounds")
        {
            HelpName = "number",
            Description = "How often each cell is measured. Default: 3, quick 2.",
        };
        var seconds = new Option<double?>("--seconds")
        {
            HelpName = "seconds",
            Description = "How long each cell is measured. Default: 6, quick 2.",
        };
        var only = new Option<string[]>("--only")
        {
            HelpName = "system,...",
            Description = "Measure these systems only.",
            CustomParser = static result => [.. result.Tokens.SelectMany(static token => token.Value.Split(','))],
        };
        only.Validators.Add(static result =>
        {
            foreach (var name in result.GetValueOrDefault<string[]>()?.Except(SystemNames.All) ?? [])
                result.AddError($"--only knows {string.Join(", ", SystemNames.All)}, not {name}.");
        });
        var soak = new Option<double>("--soak-minutes")
        {
            HelpName = "minutes",
            Description = "Length of the soak.",
            DefaultValueFactory = static _ => 10,
        };
        var noSoak = new Option<bool>("--no-soak") { Description = "Leave out the soak." };
        var noFill = new Option<bool>("--no-fill") { Description = "Leave out the fill." };
        var fill = new Option<long>("--fill-events")
        {
            HelpName = "number",
            Description = "Events in the log at the end of the fill.",
            DefaultValueFactory = static _ => 5_000_000,
        };
        var peers = new Option<string?>("--peers")
        {
            HelpName = "path",
            Description = "The assembly of the peers' workers. Default: the one built beside this program.",
        };
        var noPeers = new Option<bool>("--no-peers") { Description = "Leave out the peers." };
        var output = new Option<string>("--output")
        {
            HelpName = "directory",
            Description = "Where results and logs go.",
            DefaultValueFactory = static _ => Path.Combine("artifacts", "bench"),
        };
        var command = new DetailedCommand("run", Summary, Help)
        {
            suite, mode, rounds, seconds, only, soak, noSoak, fill, noFill, peers, noPeers, output,
        };
        command.SetAction((result, cancellationToken) =>
        {
            var quick = result.GetValue(suite) == "quick" || result.GetValue(mode) == "quick";
            var assembly = Path.GetFullPath(result.GetValue(peers) ?? Programs.Peers);
            return RunAsync(new RunOptions
            {
                Quick = quick,
                Rounds = result.GetValue(rounds),
                Seconds = result.GetValue(seconds),
                Only = result.GetValue(only) ?? [],
                SoakMinutes = quick || result.GetValue(noSoak) ? 0 : result.GetValue(soak),
                FillEvents = quick || result.GetValue(noFill) ? 0 : result.GetValue(fill),
                Peers = result.GetValue(noPeers) || !File.Exists(assembly) ? null : assembly,
                OutputDirectory = Path.GetFullPath(result.GetRequiredValue(output)),
            }, cancellationToken);
        });
        return command;
    }

    private static Argument<string> Word(string name, string description, string byDefault, params string[] words)
    {
        var argument = new Argument<string>(name)
        {
            Description = description,
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => byDefault,
        };
        argument.AcceptOnlyFromAmong(words);
        return argument;
    }

    private static async Task<int> RunAsync(RunOptions options, CancellationToken cancellationToken)
    {
        var screen = new RunScreen();
        try
        {
            Directory.CreateDirectory(options.OutputDirectory);
            if (options.Peers is null)
                screen.Say("The peers are not built or left out: their figures will be null.");
            var plan = options.Quick ? WritesPlan.Quick : WritesPlan.Full;
            plan = plan with { Rounds = options.Rounds ?? plan.Rounds, Seconds = options.Seconds ?? plan.Seconds };
            var run = await new WritesRun(options, plan, screen, TimeProvider.System).RunAsync(cancellationToken);
            var headline = await ReportWriter.WriteAsync(run, options.OutputDirectory, cancellationToken);
            await Console.Out.WriteLineAsync(headline.ToJsonString());
            return run.Failures.Count == 0 ? 0 : 2;
        }
        catch (ConfigurationException exception)
        {
            screen.Fail(exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            screen.Fail("Interrupted.");
            return 130;
        }
    }
}
