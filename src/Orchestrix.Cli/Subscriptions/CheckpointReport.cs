using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrix.Cli.Output;
using Orchestrix.Subscriptions;

namespace Orchestrix.Cli.Subscriptions;

/// <summary>Writes checkpoints to standard output: a table, or one line of JSON.</summary>
internal static class CheckpointReport
{
    /// <param name="checkpoints">The checkpoints.</param>
    /// <param name="head">The end of the log.</param>
    /// <param name="json">One line of JSON instead of a table.</param>
    public static void Write(IReadOnlyList<Checkpoint> checkpoints, long head, bool json)
    {
        if (json)
        {
            var report = new CheckpointsJson([.. checkpoints.Select(each => new CheckpointJson(
                each.Partition.Subscription, each.Partition.Partition, each.Partition.Partitions, each.Position,
                head - each.Position, each.Epoch, each.Owner, each.UpdatedAt, each.Failure))]);
            Console.Out.WriteLine(JsonSerializer.Serialize(report, SubscriptionJson.Default.CheckpointsJson));
            return;
        }
        if (checkpoints.Count == 0)
        {
            Console.Out.WriteLine("No subscription has been started yet.");
            return;
        }
        var list = new Listing("Subscription", "Part", "Position", "Behind", "Owner").Numbers("Position", "Behind");
        foreach (var each in checkpoints)
        {
            list.Add(
                each.Partition.Subscription, Part(each.Partition),
                each.Position.ToString(CultureInfo.InvariantCulture),
                (head - each.Position).ToString(CultureInfo.InvariantCulture), each.Owner);
        }
        list.Write();
        foreach (var each in checkpoints.Where(static each => each.Failure is not null))
        {
            Console.Out.WriteLine(
                $"{each.Partition.Subscription}, {Part(each.Partition)}, stands still. {each.Failure}");
        }
    }

    private static string Part(SubscriptionPartition partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{partition.Partition} of {partition.Partitions}");
}

internal sealed record CheckpointsJson(IReadOnlyList<CheckpointJson> Checkpoints);

internal sealed record CheckpointJson(
    string Subscription, int Partition, int Partitions, long Position, long Behind, long Epoch, string Owner,
    DateTimeOffset UpdatedAt, string? Failure);

/// <summary>The JSON of <see cref="CheckpointReport"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CheckpointsJson))]
internal sealed partial class SubscriptionJson : JsonSerializerContext;
