using Bank.Client.Auth;
using Bank.Client.OpenApi;
using Bank.Client.Problems;
using Bank.Client.Requests;
using Bank.Client.Responses;
using Orchestrix.Projections;

namespace Bank.Client.Endpoints;

/// <summary>How projections fare, and rebuilding them. Only where <c>Ops:IsEnabled</c> is set.</summary>
internal static class ProjectionEndpoints
{
    private const string Address = "/ops/projections";

    public static void MapProjections(this IEndpointRouteBuilder app)
    {
        var projections = app.MapGroup(Address).WithTags("Operations").Require(Roles.Operator);
        projections.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        projections.MapGet("/", ListAsync).DescribeQuery<ProjectionsResponse>("ListProjections",
            "All projections, how far each is behind the log, and its last rebuild.");
        projections.MapGet("/{name}", GetAsync).DescribeQuery<ProjectionResponse>("GetProjection",
            "A projection with its last rebuild and the keys that differ.");
        projections.MapPost("/{name}/rebuild", RebuildAsync).DescribeRebuild("RebuildProjection",
            "Has the table built anew by a silo, compared, and activated; to repeat it is harmless.");
        projections.MapPost("/{name}/activate", ActivateAsync).DescribeRebuild("ActivateProjection",
            "Lets a table that is built and waits become the active one, though it differs.");
        projections.MapPost("/{name}/cancel", CancelAsync).DescribeRebuild("CancelRebuild",
            "Gives up a rebuild; a silo drops what was built.");
    }

    private static async Task<IResult> ListAsync(IClusterClient cluster, CancellationToken cancellationToken) =>
        Results.Ok(new ProjectionsResponse(
            [.. (await Grain(cluster).ListAsync(cancellationToken)).Select(ProjectionResponse.From)]));

    private static async Task<IResult> GetAsync(
        string name, IClusterClient cluster, CancellationToken cancellationToken) =>
        await Grain(cluster).FindAsync(name, cancellationToken) is { } found
            ? Results.Ok(ProjectionResponse.From(found))
            : NotFound(name);

    private static async Task<IResult> RebuildAsync(
        string name, RebuildRequest? body, IClusterClient cluster, CancellationToken cancellationToken)
    {
        var (activation, errors) = (body ?? new RebuildRequest()).Read();
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        var outcome = await Grain(cluster).RebuildAsync(name, activation, Caller.Actor);
        return await AnswerAsync(name, outcome, ProblemTypes.RebuildUnderWay, cluster, cancellationToken);
    }

    private static async Task<IResult> ActivateAsync(
        string name, IClusterClient cluster, CancellationToken cancellationToken) =>
        await AnswerAsync(
            name, await Grain(cluster).ActivateAsync(name, Caller.Actor),
            ProblemTypes.NothingBuilt, cluster, cancellationToken);

    private static async Task<IResult> CancelAsync(
        string name, IClusterClient cluster, CancellationToken cancellationToken) =>
        await AnswerAsync(
            name, await Grain(cluster).CancelAsync(name, Caller.Actor),
            ProblemTypes.NoRebuild, cluster, cancellationToken);

    private static async Task<IResult> AnswerAsync(
        string name, RebuildOutcome outcome, ProblemType nothingThere, IClusterClient cluster,
        CancellationToken cancellationToken)
    {
        if (outcome == RebuildOutcome.NotFound
            || await Grain(cluster).FindAsync(name, cancellationToken) is not { } status)
        {
            return NotFound(name);
        }
        return outcome switch
        {
            RebuildOutcome.Accepted or RebuildOutcome.Unchanged => Results.Accepted(
                $"{Address}/{name}", ProjectionResponse.From(status)),
            RebuildOutcome.Busy => new ProblemResult(ProblemTypes.RebuildUnderWay)
            {
                Detail = $"{Words(status)} Nothing was changed; wait until it is over, or cancel it.",
            },
            _ => new ProblemResult(nothingThere)
            {
                Detail = $"{Words(status)} Nothing was changed.",
            },
        };
    }

    private static string Words(ProjectionStatus status) =>
        status.Rebuild is { } rebuild
            ? $"The last rebuild is {EnumName.Of(rebuild.State)}."
            : "No rebuild was ever asked for.";

    private static ProblemResult NotFound(string name) => new(ProblemTypes.NoSuchProjection)
    {
        Detail = $"No projection is called '{name}', or no silo has ever run it.",
    };

    private static IProjectionsGrain Grain(IClusterClient cluster) => cluster.GetGrain<IProjectionsGrain>(0);
}
