using System.CommandLine;
using System.Globalization;
using Orchestrix.Cli.Connections;
using Orchestrix.DeadLetters;
using Orchestrix.PostgreSQL.DeadLetters;

namespace Orchestrix.Cli.DeadLetters;

/// <summary><c>orchestrix dead-letters</c>: what was given up on, and what to do with it.</summary>
internal static class DeadLettersCommand
{
    private const string Help = $"""
        A subscription parks the stream of an event that it could not handle, or stands still before it. A replay is
        done by the subscription itself, in order, with all that waits behind the event; it begins within seconds, for a
        partition that stands still within its longest pause. Each decision is recorded in the log before it is made:
        `orchestrix events operator-acts/dead-letters`.

        {ApplicationConnection.Help}

        Exit codes: 0 done; 1 wrong option or setting, no such letter, or it is settled in the other way; 3 the database
        does not answer or refuses the role; 130 interrupted.
        """;

    /// <summary>The command with those below it.</summary>
    public static Command Create() =>
        new DetailedCommand("dead-letters", "List, show, replay and discard what was given up on.", Help)
        {
            List(), Show(), DecideCommand.Create("replay", DeadLetterActKind.Replay, Help),
            DecideCommand.Create("discard", DeadLetterActKind.Discard, Help),
        };

    private static DetailedCommand List()
    {
        var state = new Option<DeadLetterState?>("--state") { Description = "Letters in this state." };
        state.AcceptNames(Enum.GetValues<DeadLetterState>());
        var before = new Option<long?>("--before")
        {
            HelpName = "id",
            Description = "Only letters with smaller ids: the next page.",
        };
        var limit = new Option<int>("--limit")
        {
            HelpName = "count",
            Description = $"Most letters to list, 1 to {IDeadLetterStore.MaxCount}.",
            DefaultValueFactory = static _ => 100,
        };
        limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > IDeadLetterStore.MaxCount)
                result.AddError($"--limit must be between 1 and {IDeadLetterStore.MaxCount}.");
        });
        var (file, json, filter) = (ApplicationConnection.FileOption(), JsonOption(), new FilterOptions());
        var command = new DetailedCommand("list", "List dead letters, newest first.", Help)
        {
            state, before, limit, file, json,
        };
        filter.AddTo(command);
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = ApplicationConnection.Find(result.GetValue(file));
            var page = await new PostgreSQLDeadLetterStore(source).ListAsync(
                filter.Read(result, result.GetValue(state)), result.GetValue(before), result.GetValue(limit),
                cancellationToken);
            DeadLetterReport.Write(page, result.GetValue(json));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static DetailedCommand Show()
    {
        var id = new Argument<long>("id") { Description = "The id of a letter." };
        var (file, json) = (ApplicationConnection.FileOption(), JsonOption());
        var command = new DetailedCommand("show", "Show a dead letter with its payload and history.", Help)
        {
            id, file, json,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = ApplicationConnection.Find(result.GetValue(file));
            var number = result.GetValue(id);
            if (await new PostgreSQLDeadLetterStore(source).FindAsync(number, cancellationToken) is not { } found)
                return await NotFoundAsync(number);
            DeadLetterReport.Write(found, result.GetValue(json));
            return ExitCodes.Success;
        }));
        return command;
    }

    /// <summary>Prints JSON instead of tables.</summary>
    internal static Option<bool> JsonOption() =>
        new("--json") { Description = "Print one line of JSON instead of a table." };

    /// <summary>Says that there is no such letter.</summary>
    internal static async Task<int> NotFoundAsync(long id)
    {
        await Console.Error.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"orchestrix: there is no dead letter {id}."));
        return ExitCodes.BadInput;
    }
}
