using System.CommandLine;
using System.Globalization;
using Orchestrix.Cli.Connections;
using Orchestrix.Cli.Inspect;
using Orchestrix.DeadLetters;
using Orchestrix.Errors;
using Orchestrix.Operators;
using Orchestrix.PostgreSQL.DeadLetters;

namespace Orchestrix.Cli.DeadLetters;

/// <summary><c>orchestrix dead-letters replay</c> and <c>discard</c>.</summary>
internal static class DecideCommand
{
    /// <summary>The command of an act.</summary>
    public static Command Create(string name, DeadLetterActKind act, string help)
    {
        var ids = new Argument<long[]>("id") { Description = "The ids of letters.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all")
        {
            Description = "All letters of the filter instead of some by their ids; at most 1,000 at once.",
        };
        var reason = new Option<string>("--reason")
        {
            HelpName = "text",
            Description = "Why; kept with the letter and in the log.",
            Required = true,
        };
        var actor = SharedOptions.Actor("Who decides; kept with the letter and in the log.");
        var (file, json, filter) =
            (ApplicationConnection.FileOption(), DeadLettersCommand.JsonOption(), new FilterOptions());
        var summary = act == DeadLetterActKind.Replay
            ? "Ask for another try at what was given up on."
            : "Give letters up for good; what waits behind them goes on.";
        var command = new DetailedCommand(name, summary, help) { ids, all, reason, actor, file, json };
        filter.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(ids) is { Length: > 0 } == result.GetValue(all))
                result.AddError("Name letters by their ids, or all of a filter by --all.");
        });
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = ApplicationConnection.Find(result.GetValue(file));
            var store = new PostgreSQLDeadLetterStore(source);
            var decisions = new RecordedDecisions(store, new OperatorLog(LogStore.Over(source)));
            var decision = Check(new DeadLetterDecision(
                result.GetRequiredValue(actor), result.GetRequiredValue(reason)));
            if (!result.GetValue(all))
            {
                return await DecideAsync(
                    store, decisions, result.GetRequiredValue(ids), act, decision, result.GetValue(json),
                    cancellationToken);
            }
            var changed = await decisions.DecideAllAsync(
                filter.Read(result), act, decision, IDeadLetterStore.MaxCount, cancellationToken);
            DeadLetterReport.Write(
                [.. changed.Select(static id => (id, DeadLetterOutcome.Changed))], result.GetValue(json));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static async Task<int> DecideAsync(
        PostgreSQLDeadLetterStore store, RecordedDecisions decisions, long[] ids, DeadLetterActKind act,
        DeadLetterDecision decision, bool json, CancellationToken cancellationToken)
    {
        var outcomes = new List<(long Id, DeadLetterOutcome Outcome)>();
        foreach (var id in ids)
        {
            outcomes.Add((id, await store.FindAsync(id, cancellationToken) is { } found
                ? await decisions.DecideAsync(found.Letter, act, decision, cancellationToken)
                : DeadLetterOutcome.NotFound));
        }
        DeadLetterReport.Write(outcomes, json);
        foreach (var (id, outcome) in outcomes)
        {
            if (outcome == DeadLetterOutcome.NotFound)
            {
                await DeadLettersCommand.NotFoundAsync(id);
            }
            else if (outcome == DeadLetterOutcome.Settled)
            {
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"orchestrix: dead letter {id} is settled in the other way, which is final."));
            }
        }
        return outcomes.All(static each => each.Outcome is DeadLetterOutcome.Changed or DeadLetterOutcome.Unchanged)
            ? ExitCodes.Success : ExitCodes.BadInput;
    }

    private static DeadLetterDecision Check(DeadLetterDecision decision)
    {
        try
        {
            DeadLetterRules.Check(decision);
            return decision;
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException($"The decision is not valid: {exception.Message}", exception);
        }
    }
}
