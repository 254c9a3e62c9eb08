using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrix.Projections;

namespace Orchestrix.Cli.Projections;

/// <summary>The JSON of <see cref="ProjectionReport"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProjectionsJson))]
[JsonSerializable(typeof(ProjectionJson))]
internal sealed partial class ProjectionJsonContext : JsonSerializerContext;

internal sealed record ProjectionsJson(IReadOnlyList<ProjectionJson> Projections);

internal sealed record ProjectionJson(
    string Name, int Version, int Generation, string State, long Position, long Head, long EventsBehind,
    double SecondsBehind, string? Owner, string? Failure, long ParkedStreams, IReadOnlyList<BuildJson> Builds,
    RebuildJson? Rebuild)
{
    public static ProjectionJson From(ProjectionStatus one) => new(
        one.Name, one.Version, one.Generation, Text(one.State), one.Position, one.Head, one.EventsBehind,
        one.TimeBehind.TotalSeconds, one.Owner, one.Failure, one.ParkedStreams,
        [.. one.Builds.Select(static build => new BuildJson(build.Generation, build.Version, build.Position))],
        one.Rebuild is null ? null : RebuildJson.From(one.Rebuild));

    public static string Text<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

internal sealed record BuildJson(int Generation, int Version, long Position);

internal sealed record RebuildJson(
    string State, string Activation, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? StartedAt,
    DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt, string? Owner, int? Generation, long Position, long Target,
    double EventsPerSecond, double? SecondsRemaining, string? Reason, ComparisonJson? Comparison)
{
    public static RebuildJson From(ProjectionRebuild one) => new(
        ProjectionJson.Text(one.State), ProjectionJson.Text(one.Activation), one.RequestedBy, one.RequestedAt,
        one.StartedAt, one.UpdatedAt, one.FinishedAt, one.Owner, one.Generation, one.Position, one.Target,
        one.EventsPerSecond, one.Remaining?.TotalSeconds, one.Reason,
        one.Comparison is { } comparison
            ? new ComparisonJson(
                comparison.Position, comparison.Rows, comparison.DifferentRows,
                [.. comparison.Differences.Select(static each => new DifferenceJson(
                    JsonElement.Parse(each.Key), each.IsRunning, each.IsRebuilt))])
            : null);
}

internal sealed record ComparisonJson(
    long Position, long Rows, long DifferentRows, IReadOnlyList<DifferenceJson> Differences);

internal sealed record DifferenceJson(JsonElement Key, bool IsActive, bool IsRebuilt);
