using System.CommandLine;
using Orchestrix.Cli.Connections;
using Orchestrix.Cli.Inspect;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Sagas;
using Orchestrix.Sagas;
using Orchestrix.Serialization;

namespace Orchestrix.Cli.Sagas;

/// <summary><c>orchestrix sagas</c>: looks at sagas in the database, and acts on them through the cluster.</summary>
internal static class SagasCommand
{
    private const string Help = $"""
        A saga is named by its type and key, for example transfer/17. `list` has those that have not ended, the parked
        ones first, as of about a second ago; `show` reads any saga from the log, with its attempts and the acts of
        people. Both read the database and need no silo. Times are UTC.

        {ApplicationConnection.Help}

        The acts retry, skip, compensate, complete, cancel and signal go to a running cluster; see their own help.

        Exit codes: 0 done; 1 wrong option or setting, or no such saga; 3 the database does not answer or refuses the
        role; 130 interrupted.
        """;

    /// <summary>The command with those below it.</summary>
    public static Command Create() =>
        new DetailedCommand("sagas", "List and show sagas, and decide about parked ones.", Help)
        {
            List(), Show(),
            ActCommand.Create(
                "retry", "Try the step that a saga is parked at again, with fresh retries.", takesStep: true,
                static (saga, step, act) => saga.RetryStepAsync(step!, act)),
            ActCommand.Create(
                "skip", "Pass over the step that a saga is parked at: it was seen to.", takesStep: true,
                static (saga, step, act) => saga.SkipStepAsync(step!, act)),
            ActCommand.Create(
                "compensate", "Undo what a parked saga has done.", takesStep: false,
                static (saga, _, act) => saga.ForceCompensationAsync(act)),
            ActCommand.CreateComplete(),
            ActCommand.Create(
                "cancel", "End a saga early, and undo what it has done.", takesStep: false,
                static (saga, _, act) => saga.CancelAsync(act)),
            SignalCommand.Create(),
        };

    private static DetailedCommand List()
    {
        var type = new Option<string?>("--type") { HelpName = "name", Description = "Sagas of this type." };
        var status = new Option<SagaStatus?>("--status") { Description = "Running, Compensating or Parked ones." };
        // A saga that has ended is not listed.
        status.AcceptNames(SagaStatus.Running, SagaStatus.Compensating, SagaStatus.Parked);
        var after = new Option<SagaPlace?>("--after")
        {
            HelpName = "place",
            Description = "What comes after this place: the next page.",
            CustomParser = static result =>
            {
                if (SagaPlace.TryParse(result.Tokens[0].Value, out var place))
                    return place;
                result.AddError("--after is a place as an earlier page told it, for example parked/transfer/17.");
                return null;
            },
        };
        var limit = new Option<int>("--limit")
        {
            HelpName = "count",
            Description = $"Most sagas to list, 1 to {ISagaIndex.MaxCount}.",
            DefaultValueFactory = static _ => 100,
        };
        limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > ISagaIndex.MaxCount)
                result.AddError($"--limit must be between 1 and {ISagaIndex.MaxCount}.");
        });
        var (file, json) = (ApplicationConnection.FileOption(), ActCommand.JsonOption());
        var command = new DetailedCommand("list", "List sagas that have not ended, parked ones first.", Help)
        {
            type, status, after, limit, file, json,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = ApplicationConnection.Find(result.GetValue(file));
            await Schema.VerifyAsync(source, cancellationToken);
            var filter = new SagaFilter { SagaType = result.GetValue(type), Status = result.GetValue(status) };
            var page = await new PostgreSQLSagaIndex(source).ListAsync(
                filter, result.GetValue(after), result.GetValue(limit), cancellationToken);
            SagaReport.Write(page, result.GetValue(json));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static DetailedCommand Show()
    {
        var saga = StreamArgument.Create();
        var (file, json) = (ApplicationConnection.FileOption(), ActCommand.JsonOption());
        var command = new DetailedCommand("show", "Show a saga, ended or not, with all that happened to it.", Help)
        {
            saga, file, json,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = ApplicationConnection.Find(result.GetValue(file));
            await Schema.VerifyAsync(source, cancellationToken);
            var serializer = new EventSerializer(
                new EventTypeRegistryBuilder().AddEvents(SagaEventsJson.Default).Build());
            StreamId stream = result.GetRequiredValue(saga);
            var found = await SagaReader.FindAsync(LogStore.Over(source), serializer, stream, cancellationToken)
                ?? throw new ConfigurationException($"There is no saga {stream}.");
            SagaReport.Write(found, result.GetValue(json));
            return ExitCodes.Success;
        }));
        return command;
    }
}
