using System.CommandLine;
using Bank.Cli.Chaos;
using Orchestrix.Cli;

namespace Bank.Cli.Commands;

/// <summary><c>bank chaos</c>: everything that can go wrong, and then the account.</summary>
internal static class ChaosCommand
{
    private const string Summary = "Break a bank of this machine at random under load, and account for every cent.";

    private const string Help = """
        Starts PostgreSQL, three silos and two HTTP APIs as processes. 300 callers send transfers between a few hot
        accounts, many cold ones and a partner bank that misbehaves, repeat under the same key what was not answered,
        and look for up to 10 s how it ends before they send the next. Meanwhile silos, APIs, PostgreSQL's backends and
        its server are killed and frozen, and connections are cut between commit and answer. At the end everything is
        left alone; transfers must come to their end.

        Then the rows of the log are accounted for, with none of the bank's own code: every acknowledged transfer is
        there once, its bookings are what its end says, no step took effect twice, no account fell below its limit, no
        cent was made or lost, positions and versions have no gap, and the projections say the same. A transfer that a
        person has to see to is counted as parked.

        The last line of standard output is one JSON object. `unknown` are transfers whose senders gave up without an
        answer; `recovery_p99_s` is how long transfers within the bank stood still after the kill of a silo, among the
        `recovered` ones that noticed. The directory keeps data and logs until the next run.

        Exit codes: 0 everything holds; 1 wrong option; 2 something is wrong, as the last lines of standard error say;
        3 a process could not be started; 130 interrupted.
        """;

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes")
        {
            HelpName = "number",
            Description = "How long there are faults, in minutes; up to 10,000.",
            DefaultValueFactory = static _ => 2,
        };
        minutes.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 10_000))
                result.AddError("--minutes must be greater than 0 and at most 10,000.");
        });
        var seed = new Option<int?>("--seed")
        {
            HelpName = "number",
            Description = "Repeats the order of faults of another run, not what they hit. Default: a new one.",
        };
        var directory = new Option<string>("--directory")
        {
            HelpName = "directory",
            Description = "Where data and logs go; emptied at the start.",
            DefaultValueFactory = static _ => Path.Combine(".data", "chaos"),
        };
        var command = new DetailedCommand("chaos", Summary, Help) { minutes, seed, directory };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(() =>
        {
            var options = new ChaosOptions(
                TimeSpan.FromMinutes(result.GetValue(minutes)), result.GetValue(seed) ?? Random.Shared.Next(1_000_000),
                Path.GetFullPath(result.GetRequiredValue(directory)));
            return new ChaosSession(options, StandardError.Console(), TimeProvider.System).RunAsync(cancellationToken);
        }));
        return command;
    }
}
