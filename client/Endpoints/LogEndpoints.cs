using Bank.Client.OpenApi;
using Bank.Client.Ops;
using Bank.Client.Responses;
using Bank.Client.Tenants;
using Orchestrix.Inspection;

namespace Bank.Client.Endpoints;

/// <summary>Looking back into the log, and at the cluster. Only where <c>Ops:IsEnabled</c> is set.</summary>
internal static class LogEndpoints
{
    public static void MapLog(this IEndpointRouteBuilder app)
    {
        var ops = app.MapGroup("/ops").WithTags("Operations");
        ops.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        ops.MapGet("/events", SearchAsync).DescribeQuery<LogResponse>("SearchEvents",
            "A page of the log as CloudEvents, newest first. A search looks through at most 20,000 positions.")
            .ForTenants();
        ops.MapGet("/cluster", GetClusterAsync).DescribeQuery<ClusterResponse>("GetCluster",
            "The silos, and how many grains of each type are active.");
    }

    private static async Task<IResult> SearchAsync(
        [AsParameters] LogQuery query, IClusterClient cluster, CancellationToken cancellationToken)
    {
        if (query.Check() is { Count: > 0 } errors)
            return CommandSender.Invalid(errors);
        var page = await cluster.GetGrain<ILogInspectorGrain>(0).SearchAsync(query.ToSearch(), cancellationToken);
        return Results.Ok(new LogResponse(
            [.. page.Events.Select(CloudEventResponse.From)], page.Head, page.NextBefore ?? 1,
            page.NextBefore is { } before ? query.Next(before) : null));
    }

    private static async Task<IResult> GetClusterAsync(IClusterClient cluster)
    {
        var view = await ClusterView.ReadAsync(cluster);
        return Results.Ok(new ClusterResponse(view.Members, view.Grains));
    }
}
