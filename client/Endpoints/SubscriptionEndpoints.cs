using Bank.Client.Auth;
using Bank.Client.OpenApi;
using Bank.Client.Responses;
using Orchestrix.Subscriptions;

namespace Bank.Client.Endpoints;

/// <summary>How far subscriptions are behind the log. Only where <c>Ops:IsEnabled</c> is set.</summary>
internal static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this IEndpointRouteBuilder app)
    {
        var subscriptions = app.MapGroup("/ops/subscriptions").WithTags("Operations").Require(Roles.Operator);
        subscriptions.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        subscriptions.MapGet("/", ListAsync).DescribeQuery<SubscriptionsResponse>("ListSubscriptions",
            "Every partition of every subscription, projections included, and how far it is behind the log.");
    }

    private static async Task<IResult> ListAsync(IClusterClient cluster, CancellationToken cancellationToken)
    {
        var all = await cluster.GetGrain<ISubscriptionsGrain>(0).ListAsync(cancellationToken);
        return Results.Ok(new SubscriptionsResponse([.. all.Select(PartitionResponse.From)]));
    }
}
