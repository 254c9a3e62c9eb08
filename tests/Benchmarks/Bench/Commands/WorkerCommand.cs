using System.CommandLine;
using Orchestrix.Benchmarks.Baselines;
using Orchestrix.Benchmarks.Feed;
using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Product;
using Orchestrix.Benchmarks.Sagas;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Commands;

/// <summary><c>worker</c> and <c>silo</c>: the processes that <c>run</c> starts.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The system to be measured." };
        name.AcceptOnlyFromAmong(
            [.. SystemNames.Product, .. SystemNames.Feed, SystemNames.Bulk, SystemNames.BulkIndexed,
                SystemNames.Transfers]);
        var command = new Command(
            "worker", "Be one system under test: a scenario as JSON on each line in, a measurement out.") { name };
        command.SetAction((result, _) => Worker.RunAsync(result.GetRequiredValue(name) switch
        {
            SystemNames.Aggregate => new AggregateWorkload(),
            SystemNames.Gateway => new GatewayWorkload(),
            SystemNames.Journal => new JournalWorkload(),
            SystemNames.Transfers => new TransferWorkload(),
            SystemNames.Silent => new FollowedWorkload(subscriptions: 0, isNotifyEnabled: false),
            SystemNames.Followed => new FollowedWorkload(FollowedRun.Subscriptions, isNotifyEnabled: true),
            SystemNames.BulkIndexed => new BulkWorkload(isIndexed: true),
            _ => new BulkWorkload(isIndexed: false),
        }));
        return command;
    }

    public static Command CreateSilo()
    {
        var command = new Command("silo", "Be the silo that the worker aggregate-tcp calls.") { Hidden = true };
        command.SetAction((_, cancellationToken) => SiloServer.RunAsync(
            Environment.GetEnvironmentVariable(Worker.ConnectionVariable)
                ?? throw new InvalidOperationException($"{Worker.ConnectionVariable} is not set."),
            cancellationToken));
        return command;
    }
}
