using System.CommandLine;
using Orchestrix.Cli.Connections;
using Orchestrix.Cli.DeadLetters;
using Orchestrix.Cli.Inspect;
using Orchestrix.Cli.Output;
using Orchestrix.Errors;
using Orchestrix.Operators;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.Projections;

namespace Orchestrix.Cli.Projections;

/// <summary><c>orchestrix projections rebuild</c>, <c>activate</c> and <c>cancel</c>.</summary>
internal static class RebuildCommands
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private static readonly Dictionary<string, RebuildActivation> Activations = new(StringComparer.Ordinal)
    {
        ["if-equal"] = RebuildActivation.IfEqual,
        ["always"] = RebuildActivation.Always,
        ["never"] = RebuildActivation.Never,
    };

    public static Command Rebuild()
    {
        var activate = new Option<string>("--activate")
        {
            Description = "When the rebuilt table becomes the active one: if its rows equal the active ones, always "
                + "(to repair them), or never (only to compare).",
            DefaultValueFactory = static _ => "if-equal",
        };
        activate.AcceptOnlyFromAmong([.. Activations.Keys]);
        var actor = ActorOption();
        return Create(
            "rebuild", "Build a projection's table anew from the log.", [activate, actor],
            (rebuilds, name, result, cancellationToken) => rebuilds.RebuildAsync(
                name, Activations[result.GetRequiredValue(activate)], result.GetRequiredValue(actor),
                cancellationToken),
            static name => $"There is nothing to rebuild of {name}.");
    }

    public static Command Activate()
    {
        var actor = ActorOption();
        return Create(
            "activate", "Let a table that is built and waits become the active one, though it differs.", [actor],
            (rebuilds, name, result, cancellationToken) => rebuilds.ActivateAsync(
                name, result.GetRequiredValue(actor), cancellationToken),
            static name => $"No table of {name} waits to be activated; see `orchestrix projections status {name}`.");
    }

    public static Command Cancel()
    {
        var actor = ActorOption();
        return Create(
            "cancel", "Give up a rebuild, and drop what was built.", [actor],
            (rebuilds, name, result, cancellationToken) => rebuilds.CancelAsync(
                name, result.GetRequiredValue(actor), cancellationToken),
            static name =>
                $"{name} has no rebuild that could be cancelled; see `orchestrix projections status {name}`.");
    }

    private static DetailedCommand Create(
        string verb, string summary, Option[] options,
        Func<RecordedRebuilds, string, ParseResult, CancellationToken, Task<RebuildOutcome>> ask,
        Func<string, string> nothing)
    {
        var name = ProjectionsCommand.NameArgument();
        var wait = new Option<bool>("--wait") { Description = "Show how far it is, and end when it is over." };
        var (file, json) = (ApplicationConnection.FileOption(), DeadLettersCommand.JsonOption());
        var command = new DetailedCommand(verb, summary, ProjectionsCommand.Help) { name, wait, file, json };
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = ApplicationConnection.Find(result.GetValue(file));
            var catalog = new PostgreSQLProjectionCatalog(source);
            var rebuilds = new RecordedRebuilds(catalog, new OperatorLog(LogStore.Over(source)));
            var projection = result.GetRequiredValue(name);
            var outcome = await AskAsync(() => ask(rebuilds, projection, result, cancellationToken));
            Check(outcome, projection, nothing);
            var status = result.GetValue(wait)
                ? await WaitAsync(catalog, projection, cancellationToken)
                : await ProjectionsCommand.FindAsync(catalog, projection, cancellationToken);
            ProjectionReport.Write(status, result.GetValue(json));
            return status.Rebuild?.State switch
            {
                RebuildState.Failed => ExitCodes.BadInput,
                RebuildState.Built when result.GetValue(wait) => ExitCodes.Pending,
                _ => ExitCodes.Success,
            };
        }));
        return command;
    }

    private static Option<string> ActorOption() =>
        SharedOptions.Actor("Who asks; kept with the rebuild and in the log.");

    private static async Task<RebuildOutcome> AskAsync(Func<Task<RebuildOutcome>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException($"The request is not valid: {exception.Message}", exception);
        }
    }

    private static void Check(RebuildOutcome outcome, string name, Func<string, string> nothing)
    {
        switch (outcome)
        {
            case RebuildOutcome.NotFound:
                throw ProjectionsCommand.Unknown(name);
            case RebuildOutcome.Busy:
                throw new ConfigurationException(
                    $"Another rebuild of {name} is under way; see `orchestrix projections status {name}`, or give it "
                    + $"up with `orchestrix projections cancel {name}`.");
            case RebuildOutcome.NothingThere:
                throw new ConfigurationException(nothing(name));
        }
    }

    private static async Task<ProjectionStatus> WaitAsync(
        PostgreSQLProjectionCatalog catalog, string name, CancellationToken cancellationToken)
    {
        ProjectionRebuild? seen = null;
        return await ProgressLine.ShowAsync(
            LookAsync(), () => seen is null ? "" : ProjectionReport.Progress(seen), quiet: false);

        async Task<ProjectionStatus> LookAsync()
        {
            using var timer = new PeriodicTimer(Period);
            while (true)
            {
                var status = await ProjectionsCommand.FindAsync(catalog, name, cancellationToken);
                seen = status.Rebuild;
                if (seen?.State is not (RebuildState.Requested or RebuildState.Running or RebuildState.Cancelling))
                    return status;
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
    }
}
