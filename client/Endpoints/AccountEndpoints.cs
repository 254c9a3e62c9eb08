namespace Bank.Client.Endpoints;

/// <summary>The addresses of the API.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var accounts = app.MapGroup("/accounts").WithTags("Accounts");
        accounts.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        accounts.MapLifecycleCommands();
        accounts.MapMoneyCommands();
        accounts.MapQueries();
    }
}
