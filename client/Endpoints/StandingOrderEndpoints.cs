using Bank.Client.OpenApi;
using Bank.Client.Problems;
using Bank.Client.Requests;
using Bank.Client.Responses;
using Bank.Client.Tenants;
using Bank.Contracts.StandingOrders;
using Orchestrix.Commands;

namespace Bank.Client.Endpoints;

/// <summary>Standing orders: transfers that are made again and again.</summary>
internal static class StandingOrderEndpoints
{
    public static void MapStandingOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/standing-orders").WithTags("Standing orders");
        orders.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        orders.MapPost("/", OpenAsync).DescribeCommand<StandingOrderResponse>("OpenStandingOrder",
            "Opens a standing order. Each execution is a transfer with the id of the order, a dot and a number. One "
            + "that is due today is begun at once, later ones in the first minutes of their day in UTC.",
            StatusCodes.Status201Created)
            .ForTenants();
        orders.MapGet("/{id}", GetAsync)
            .DescribeQuery<StandingOrderResponse>("GetStandingOrder", "The order with its latest executions.")
            .WithMetadata(EndpointDescriptions.ETag)
            .ForTenants();
        orders.MapPost("/{id}/pause", PauseAsync).DescribeCommand<StandingOrderResponse>("PauseStandingOrder",
            "Lets no further execution begin until the order is resumed.")
            .ForTenants();
        orders.MapPost("/{id}/resume", ResumeAsync).DescribeCommand<StandingOrderResponse>("ResumeStandingOrder",
            "Goes on; what fell due during the pause is skipped.")
            .ForTenants();
        orders.MapPost("/{id}/cancel", CancelAsync).DescribeCommand<StandingOrderResponse>("CancelStandingOrder",
            "Ends the order for ever. An execution that has begun goes on.")
            .ForTenants();
    }

    private static async Task<IResult> OpenAsync(
        StandingOrderRequest body, [AsParameters] CommandHeaders headers, IClusterClient cluster, HttpContext context)
    {
        var id = AccountIds.Choose(body.Id, headers.Read().CommandId);
        var result = await SendAsync(
            context, cluster, id, headers, body.ToCommand(), static (order, command) => order.OpenAsync(command));
        return result is IValueHttpResult { Value: { } view }
            ? Results.Created($"/standing-orders/{id}", view)
            : result;
    }

    private static async Task<IResult> GetAsync(string id, IClusterClient cluster, HttpContext context)
    {
        if (Check(id) is { Count: > 0 } errors)
            return CommandSender.Invalid(errors);
        if (await cluster.Own<IStandingOrderGrain>(id).GetAsync() is not { } order)
        {
            return CommandSender.Refused(
                new Refusal(StandingOrderRefusals.NotFound, "No standing order was opened under this id."));
        }
        var etag = ETags.Of(order.Version).ToString();
        context.Response.Headers.ETag = etag;
        return context.Request.Headers.IfNoneMatch == etag
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(StandingOrderResponse.Of(order));
    }

    private static Task<IResult> PauseAsync(
        string id, [AsParameters] CommandHeaders headers, IClusterClient cluster, HttpContext context) => SendAsync(
        context, cluster, id, headers, new PauseStandingOrder(), static (order, command) => order.PauseAsync(command));

    private static Task<IResult> ResumeAsync(
        string id, [AsParameters] CommandHeaders headers, IClusterClient cluster, HttpContext context) => SendAsync(
        context, cluster, id, headers, new ResumeStandingOrder(),
        static (order, command) => order.ResumeAsync(command));

    private static Task<IResult> CancelAsync(
        string id, ReasonRequest body, [AsParameters] CommandHeaders headers, IClusterClient cluster,
        HttpContext context) => SendAsync(
        context, cluster, id, headers, new CancelStandingOrder(body.Reason ?? ""),
        static (order, command) => order.CancelAsync(command));

    private static Task<IResult> SendAsync<TCommand>(
        HttpContext context, IClusterClient cluster, string id, CommandHeaders headers, TCommand command,
        Func<IStandingOrderGrain, TCommand, Task<CommandResult<StandingOrderView>>> send)
        where TCommand : Command => CommandSender.SendAsync(
            context, Check(id), headers, command,
            sent => send(cluster.Own<IStandingOrderGrain>(id), sent), StandingOrderResponse.Of);

    private static IReadOnlyList<ProblemError> Check(string id) => StandingOrderLimits.IsOrderId(id)
        ? []
        :
        [
            new ProblemError("id", "malformed",
                $"The id of a standing order has 1 to {StandingOrderLimits.MaxIdLength} ASCII letters, digits, dots, "
                + "hyphens and underscores, and begins with a letter or digit."),
        ];
}
