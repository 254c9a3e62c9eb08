using System.Globalization;
using System.Text.Json;
using Bank.Client.OpenApi;
using Bank.Client.Problems;
using Bank.Client.Responses;
using Bank.Client.Tenants;
using Orchestrix.Events;
using Orchestrix.Inspection;

namespace Bank.Client.Endpoints;

/// <summary>Looking at any stream of the log, and at the state that it had.</summary>
internal static class StreamEndpoints
{
    public static void MapStreams(this IEndpointRouteBuilder app)
    {
        var streams = app.MapGroup("/streams").WithTags("Streams");
        streams.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        streams.MapGet("/{type}/{key}", GetEventsAsync).DescribeQuery<StreamEventsResponse>("GetStream",
            "A page of a stream's events as CloudEvents, oldest first. A slash in the key is written %2F.")
            .ForTenants();
        streams.MapGet("/{type}/{key}/state", GetStateAsync).DescribeQuery<StreamStateResponse>("GetStreamState",
            "The state of any aggregate: now, at a version, or at a time.")
            .ForTenants();
    }

    /// <summary>The grain that looks at streams.</summary>
    public static IStreamInspectorGrain Inspector(this IClusterClient cluster) =>
        cluster.GetGrain<IStreamInspectorGrain>(0);

    /// <summary>What a look that found nothing is answered with; null if it found something.</summary>
    public static IResult? Missing(StreamId stream, StreamMoment moment) => moment.Outcome switch
    {
        InspectionOutcome.Found => null,
        InspectionOutcome.UnknownType => Problem(ProblemTypes.UnknownStreamType,
            "The silo has no grain of this type, and the log no stream of it."),
        InspectionOutcome.NoSuchStream => Problem(ProblemTypes.NoSuchStream, "The stream has no events."),
        InspectionOutcome.BeyondEnd => new ProblemResult(ProblemTypes.BeyondEnd)
        {
            Detail = string.Create(CultureInfo.InvariantCulture, $"It is at version {moment.StreamVersion}."),
            CurrentVersion = moment.StreamVersion,
        },
        InspectionOutcome.BeforeFirstEvent => Problem(ProblemTypes.BeforeFirstEvent,
            $"Its first event was recorded at {CloudEventResponse.Text(moment.FirstRecordedAt!.Value)}."),
        _ => Problem(ProblemTypes.NoState,
            $"The silo cannot fold the events of a {stream.GrainType} without the grain; read the events instead."),
    };

    private static async Task<IResult> GetEventsAsync(
        string type, string key, [AsParameters] PageQuery page, IClusterClient cluster,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<ProblemError> errors = [.. StreamAddress.Read(type, key, out var stream), .. page.Check()];
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        var found = await cluster.Inspector()
            .GetEventsAsync(stream, page.FromVersion, page.Count, cancellationToken);
        var next = found.NextVersion is { } version
            ? $"{StreamAddress.Of(stream)}?from={version}&limit={page.Count}"
            : null;
        return Missing(stream, new StreamMoment { Outcome = found.Outcome })
            ?? Results.Ok(StreamEventsResponse.From(found, next));
    }

    private static async Task<IResult> GetStateAsync(
        string type, string key, [AsParameters] PointQuery query, IClusterClient cluster,
        CancellationToken cancellationToken)
    {
        var (point, wrong) = query.Read();
        IReadOnlyList<ProblemError> errors = [.. StreamAddress.Read(type, key, out var stream), .. wrong];
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        var found = await cluster.Inspector().GetStateAsync(stream, point, cancellationToken);
        return Missing(stream, found.Moment) ?? Results.Ok(new StreamStateResponse(
            CallerKeys.NameOf(stream), found.Moment.Version, found.Moment.Position, found.Moment.RecordedAt,
            found.Moment.StreamVersion, JsonElement.Parse(found.Json!)));
    }

    private static ProblemResult Problem(ProblemType type, string detail) => new(type) { Detail = detail };
}
