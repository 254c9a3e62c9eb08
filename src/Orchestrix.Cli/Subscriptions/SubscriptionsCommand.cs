using System.CommandLine;
using System.Globalization;
using Orchestrix.Cli.Connections;
using Orchestrix.Cli.DeadLetters;
using Orchestrix.Cli.Inspect;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Operators;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;

namespace Orchestrix.Cli.Subscriptions;

/// <summary><c>orchestrix subscriptions</c>: how far each has come, and where it goes on.</summary>
internal static class SubscriptionsCommand
{
    private const string Help = $"""
        A reset takes effect at once: owners are fenced off and go on where the reset says. Events behind that position
        are handled again, events before it never, unless they wait in a parked stream. Without a position a
        subscription goes on at its slowest partition, so that nothing is skipped. The checkpoint of a projection cannot
        be reset, because its rows would not follow: rebuild it. A reset is recorded in the log before it is made:
        `orchestrix events operator-acts/subscriptions`.

        {ApplicationConnection.Help}

        Exit codes: 0 done; 1 wrong option or setting, or no such subscription; 3 the database does not answer or
        refuses the role; 130 interrupted.
        """;

    /// <summary>The command with those below it.</summary>
    public static Command Create() =>
        new DetailedCommand("subscriptions", "List subscriptions, and choose where they go on.", Help)
        {
            List(), Reset(),
        };

    private static DetailedCommand List()
    {
        var (file, json) = (ApplicationConnection.FileOption(), DeadLettersCommand.JsonOption());
        var command = new DetailedCommand("list", "List the checkpoints of all subscriptions.", Help) { file, json };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = ApplicationConnection.Find(result.GetValue(file));
            // The checkpoints first: none is then beyond the end that is read after them.
            var checkpoints = await new PostgreSQLCheckpointStore(source).ListAsync(cancellationToken);
            var head = await LogStore.Over(source).ReadHeadAsync(cancellationToken);
            CheckpointReport.Write(checkpoints, head, result.GetValue(json));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static DetailedCommand Reset()
    {
        var name = new Argument<string>("name") { Description = "The name of the subscription." };
        var partitions = new Option<int?>("--partitions")
        {
            HelpName = "count",
            Description = "In how many partitions it is divided from now on. Default: as before.",
        };
        var after = new Option<long?>("--after")
        {
            HelpName = "position",
            Description = "Go on behind this position; 0 begins with the first event.",
        };
        var end = new Option<bool>("--end") { Description = "Go on at the end of the log." };
        var actor = SharedOptions.Actor("Who resets it; kept in the log.");
        var reason = new Option<string?>("--reason") { HelpName = "text", Description = "Why; kept in the log." };
        var (file, json) = (ApplicationConnection.FileOption(), DeadLettersCommand.JsonOption());
        var command = new DetailedCommand("reset", "Choose where a subscription goes on, or divide it anew.", Help)
        {
            name, partitions, after, end, actor, reason, file, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(after) is not null && result.GetValue(end))
                result.AddError("Give --after or --end, not both.");
            if (result.GetValue(after) < 0)
                result.AddError("--after must not be negative.");
            if (result.GetValue(partitions) is < 1 or > LogFilter.MaxPartitions)
                result.AddError($"--partitions must be between 1 and {LogFilter.MaxPartitions}.");
        });
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = ApplicationConnection.Find(result.GetValue(file));
            var store = new PostgreSQLCheckpointStore(source);
            var subscription = result.GetRequiredValue(name);
            if (subscription.StartsWith(Projection.NamePrefix, StringComparison.Ordinal))
            {
                throw new ConfigurationException(
                    $"'{subscription}' is the checkpoint of a projection; its rows would not follow, and events would "
                    + "be in them twice or never. Rebuild the projection instead: `orchestrix projections rebuild "
                    + $"{Projection.OfCheckpoint(subscription) ?? "NAME"}`.");
            }
            var known = Of(subscription, await store.ListAsync(cancellationToken));
            if (known.Count == 0)
            {
                throw new ConfigurationException(
                    $"No subscription is called '{subscription}'; see `orchestrix subscriptions list`.");
            }
            var start = result.GetValue(end) ? SubscriptionStart.End
                : SubscriptionStart.After(result.GetValue(after) ?? known.Min(static each => each.Position));
            var division = result.GetValue(partitions) ?? known[0].Partition.Partitions;
            var acted = new OperatorActed(
                "subscription.reset", [subscription], result.GetValue(reason), new Dictionary<string, string>
                {
                    ["partitions"] = division.ToString(CultureInfo.InvariantCulture),
                    ["after"] = start.IsEnd ? "end" : start.AfterPosition.ToString(CultureInfo.InvariantCulture),
                });
            await new OperatorLog(LogStore.Over(source)).RecordAsync(
                "subscriptions", acted, result.GetRequiredValue(actor), cancellationToken: cancellationToken);
            await store.ResetAsync(subscription, division, start, cancellationToken);
            var present = Of(subscription, await store.ListAsync(cancellationToken));
            var head = await LogStore.Over(source).ReadHeadAsync(cancellationToken);
            CheckpointReport.Write(present, head, result.GetValue(json));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static List<Checkpoint> Of(string subscription, IReadOnlyList<Checkpoint> checkpoints) =>
        [.. checkpoints.Where(each => each.Partition.Subscription == subscription)];
}
