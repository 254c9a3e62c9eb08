using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrix.Subscriptions;
using Spectre.Console;

namespace Orchestrix.Cli.Subscriptions;

/// <summary>Writes checkpoints to standard output: a table, or one line of JSON.</summary>
internal static class CheckpointReport
{
    public static void Write(IReadOnlyList<Checkpoint> checkpoints, bool json)
    {
        if (json)
        {
            var report = new CheckpointsJson([.. checkpoints.Select(static each => new CheckpointJson(
                each.Partition.Subscription, each.Partition.Partition, each.Partition.Partitions, each.Position,
                each.Epoch, each.Owner, each.UpdatedAt, each.Failure))]);
            Console.Out.WriteLine(JsonSerializer.Serialize(report, SubscriptionJson.Default.CheckpointsJson));
            return;
        }
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("Subscription", "Partition", "Position", "Owner", "Updated at", "Failure");
        foreach (var each in checkpoints)
        {
            table.AddRow(
                new Text(each.Partition.Subscription),
                new Text(string.Create(CultureInfo.InvariantCulture,
                    $"{each.Partition.Partition} of {each.Partition.Partitions}")),
                new Text(each.Position.ToString(CultureInfo.InvariantCulture)), new Text(each.Owner),
                new Text(each.UpdatedAt.ToString("u", CultureInfo.InvariantCulture)), new Text(each.Failure ?? ""));
        }
        AnsiConsole.Write(table);
    }
}

internal sealed record CheckpointsJson(IReadOnlyList<CheckpointJson> Checkpoints);

internal sealed record CheckpointJson(
    string Subscription, int Partition, int Partitions, long Position, long Epoch, string Owner,
    DateTimeOffset UpdatedAt, string? Failure);

/// <summary>The JSON of <see cref="CheckpointReport"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CheckpointsJson))]
internal sealed partial class SubscriptionJson : JsonSerializerContext;
