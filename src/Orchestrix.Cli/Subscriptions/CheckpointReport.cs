using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrix.Subscriptions;
using Spectre.Console;

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
        // Names and numbers are copied, so they stay in one piece; the owner may be broken.
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            new TableColumn("Subscription").NoWrap(), new TableColumn("Part").NoWrap(),
            new TableColumn("Position").NoWrap().RightAligned(), new TableColumn("Behind").NoWrap().RightAligned(),
            new TableColumn("Updated at"), new TableColumn("Owner"), new TableColumn("Failure"));
        foreach (var each in checkpoints)
        {
            table.AddRow(
                new Text(each.Partition.Subscription),
                new Text(string.Create(CultureInfo.InvariantCulture,
                    $"{each.Partition.Partition} of {each.Partition.Partitions}")),
                new Text(each.Position.ToString(CultureInfo.InvariantCulture)),
                new Text((head - each.Position).ToString(CultureInfo.InvariantCulture)),
                new Text(each.UpdatedAt.ToString("u", CultureInfo.InvariantCulture)), new Text(each.Owner),
                new Text(each.Failure ?? ""));
        }
        AnsiConsole.Write(table);
    }
}

internal sealed record CheckpointsJson(IReadOnlyList<CheckpointJson> Checkpoints);

internal sealed record CheckpointJson(
    string Subscription, int Partition, int Partitions, long Position, long Behind, long Epoch, string Owner,
    DateTimeOffset UpdatedAt, string? Failure);

/// <summary>The JSON of <see cref="CheckpointReport"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CheckpointsJson))]
internal sealed partial class SubscriptionJson : JsonSerializerContext;
