using System.CommandLine;
using Orchestrix.Cli.Connections;
using Orchestrix.Cli.Inspect;
using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Orchestrix.Cli.Sagas;

/// <summary>What a person does to a saga: <c>retry</c>, <c>skip</c>, <c>compensate</c>, and the like.</summary>
internal static class ActCommand
{
    /// <summary>What the help of every act says.</summary>
    public const string Help = $"""
        The act is an event of the saga, with its actor and reason. What does not fit the saga is refused and changes
        nothing. With --command-id it is done once, however often the command is repeated: use it in scripts, and after
        a command that did not come back. Also `orchestrix dead-letters replay` tries a parked saga's step again.

        {ClusterConnection.Help}

        Exit codes: 0 done; 1 wrong option, or the saga refuses; 3 no silo answers; 130 interrupted.
        """;

    private const string CommandIdName = "--command-id";

    /// <summary>Prints JSON instead of tables.</summary>
    public static Option<bool> JsonOption() =>
        new("--json") { Description = "Print one line of JSON instead of a table." };

    /// <summary>The command of an act.</summary>
    public static DetailedCommand Create(
        string name, string summary, bool takesStep,
        Func<ISagaGrain, string?, SagaAct, Task<CommandResult<SagaView>>> act)
    {
        var step = new Option<string?>("--step")
        {
            HelpName = "name",
            Description = "The step that the saga must be parked at. Default: the one that it is parked at.",
        };
        var command = Create(name, summary, async (result, saga, by) => await act(
            saga, takesStep ? result.GetValue(step) ?? await ParkedAtAsync(saga) : null, by));
        if (!takesStep)
            return command;
        command.Options.Add(step);
        // The step that the saga is parked at is another one when the command is repeated.
        command.Validators.Add(result =>
        {
            if (result.GetResult(CommandIdName) is not null && result.GetValue(step) is null)
                result.AddError($"{CommandIdName} needs --step, so that it names the same act for ever.");
        });
        return command;
    }

    /// <summary>The command that ends a saga by hand.</summary>
    public static DetailedCommand CreateComplete()
    {
        var outcome = new Option<SagaStatus>("--as")
        {
            Description = "What it is to count as: Completed or Compensated.",
            DefaultValueFactory = static _ => SagaStatus.Completed,
        };
        outcome.AcceptNames(SagaStatus.Completed, SagaStatus.Compensated);
        var command = Create(
            "complete", "End a parked saga as it is: a person has finished it by other means.",
            (result, saga, by) => saga.EndByHandAsync(result.GetValue(outcome), by));
        command.Options.Add(outcome);
        return command;
    }

    private static DetailedCommand Create(
        string name, string summary, Func<ParseResult, ISagaGrain, SagaAct, Task<CommandResult<SagaView>>> act)
    {
        var saga = StreamArgument.Create();
        var reason = new Option<string>("--reason")
        {
            HelpName = "text",
            Description = "Why; kept with the act.",
            Required = true,
        };
        var actor = new Option<string>("--actor")
        {
            HelpName = "name",
            Description = "Who does it; kept with the act.",
            DefaultValueFactory = static _ => Environment.UserName,
        };
        foreach (var text in new[] { reason, actor })
        {
            text.Validators.Add(result =>
            {
                if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
                    result.AddError($"{text.Name} must not be empty.");
            });
        }
        var commandId = new Option<string?>(CommandIdName)
        {
            HelpName = "id",
            Description = "Names the act: the same id on the same saga is done once. Default: a new one.",
        };
        commandId.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string?>() is { } id
                && (string.IsNullOrWhiteSpace(id) || id.Length > EventStoreLimits.MaxIdLength
                    || id.Any(char.IsControl)))
            {
                result.AddError($"{CommandIdName} has 1 to {EventStoreLimits.MaxIdLength} characters.");
            }
        });
        var (cluster, json) = (new ClusterConnection.Options(), JsonOption());
        var command = new DetailedCommand(name, summary, Help) { saga, reason, actor, commandId, json };
        cluster.AddTo(command);
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var connection = await ClusterConnection.OpenAsync(cluster, result, cancellationToken);
            var by = new SagaAct(result.GetRequiredValue(actor), result.GetRequiredValue(reason))
            {
                CommandId = result.GetValue(commandId) ?? Guid.CreateVersion7().ToString("N"),
            };
            var answer = await act(result, Grain(connection, result.GetRequiredValue(saga)), by);
            if (answer.Refusal is { } refusal)
                throw new ConfigurationException($"{refusal.Code}: {refusal.Message}");
            SagaReport.Write(answer.Reply!, result.GetValue(json));
            return ExitCodes.Success;
        }));
        return command;
    }

    /// <summary>The saga of a stream.</summary>
    public static ISagaGrain Grain(ClusterConnection connection, StreamId saga) =>
        connection.Grains.GetGrain<ISagaGrain>(GrainId.Create(saga.GrainType, saga.Key));

    private static async Task<string> ParkedAtAsync(ISagaGrain saga) =>
        await saga.GetAsync() is { Status: SagaStatus.Parked, ParkedAt: { } step }
            ? step
            : throw new ConfigurationException(
                "The saga is not parked at a step; `orchestrix sagas show` says where it is.");
}
