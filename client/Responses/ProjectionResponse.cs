using Orchestrix.Projections;

namespace Bank.Client.Responses;

/// <summary>How a projection fares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version of the rows that are read.</param>
/// <param name="Generation">The number of the table that is read.</param>
/// <param name="State">not-started, current, behind or stopped.</param>
/// <param name="Position">The position that its rows are valid for.</param>
/// <param name="Head">The end of the log.</param>
/// <param name="EventsBehind">Positions between the two.</param>
/// <param name="SecondsBehind">Age of the oldest event that is not in the rows, in seconds.</param>
/// <param name="Owner">The silo that applies events to it.</param>
/// <param name="Failure">Why it stands still.</param>
/// <param name="ParkedStreams">Streams of which events wait behind a dead letter.</param>
/// <param name="Builds">What is built beside it.</param>
/// <param name="Rebuild">The rebuild that was asked for last.</param>
public sealed record ProjectionResponse(
    string Name, int Version, int Generation, string State, long Position, long Head, long EventsBehind,
    double SecondsBehind, string? Owner, string? Failure, long ParkedStreams,
    IReadOnlyList<BuildResponse> Builds, RebuildResponse? Rebuild)
{
    internal static ProjectionResponse From(ProjectionStatus status) => new(
        status.Name, status.Version, status.Generation, EnumName.Of(status.State), status.Position, status.Head,
        status.EventsBehind, status.TimeBehind.TotalSeconds, status.Owner, status.Failure,
        status.ParkedStreams,
        [.. status.Builds.Select(static build => new BuildResponse(build.Generation, build.Version, build.Position))],
        status.Rebuild is { } rebuild ? RebuildResponse.From(rebuild) : null);
}
