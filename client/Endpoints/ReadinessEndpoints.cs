using Bank.Client.Auth;
using Bank.Client.OpenApi;
using Bank.Client.Ops;
using Bank.Client.Responses;
using Orchestrix.Readiness;

namespace Bank.Client.Endpoints;

/// <summary>Whether the installation is ready. Only where <c>Ops:IsEnabled</c> is set.</summary>
internal static class ReadinessEndpoints
{
    public static void MapReadiness(this IEndpointRouteBuilder app)
    {
        var readiness = app.MapGroup("/ops/readiness").WithTags("Operations").Require(Roles.Operator);
        readiness.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        readiness.MapGet("/", GetAsync).DescribeQuery<ReadinessResponse>("GetReadiness",
            "Every check of cluster and database, with what was measured: development, staging or production. Waivers "
            + "of the file that Ops:WaiverFile names count, with their owner and until their last day. What "
            + "`orchestrix readiness` probes from outside is not part of it.");
    }

    private static async Task<IResult> GetAsync(
        [AsParameters] ReadinessQuery query, IClusterClient cluster, Waivers waivers,
        CancellationToken cancellationToken)
    {
        if (query.Check() is { Count: > 0 } errors)
            return CommandSender.Invalid(errors);
        var results = await cluster.GetGrain<IReadinessGrain>(0).CheckAsync(query.Value, cancellationToken);
        return Results.Ok(ReadinessResponse.From(query.Value, waivers.Judge(results, query.Value)));
    }
}
