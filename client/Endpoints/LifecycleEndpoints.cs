using Bank.Client.OpenApi;
using Bank.Client.Requests;
using Bank.Client.Tenants;
using Bank.Contracts.Commands;

namespace Bank.Client.Endpoints;

/// <summary>Opening, freezing, unfreezing and closing an account.</summary>
internal static class LifecycleEndpoints
{
    public static void MapLifecycleCommands(this RouteGroupBuilder accounts)
    {
        accounts.MapPost("/", OpenAsync).DescribeCommand("OpenAccount",
            "Opens an account. Without an id in the body, the id is derived from the Idempotency-Key.",
            StatusCodes.Status201Created)
            .ForTenants();
        accounts.MapPost("/{id}/freeze", FreezeAsync).DescribeCommand("FreezeAccount",
            "Stops all movement on the account.")
            .ForTenants();
        accounts.MapPost("/{id}/unfreeze", UnfreezeAsync).DescribeCommand("UnfreezeAccount",
            "Lets money move again.")
            .ForTenants();
        accounts.MapPost("/{id}/close", CloseAsync).DescribeCommand("CloseAccount",
            "Closes the account for ever; its balance must be zero.")
            .ForTenants();
    }

    private static async Task<IResult> OpenAsync(
        OpenAccountRequest body, [AsParameters] CommandHeaders headers, IClusterClient cluster, HttpContext context)
    {
        var id = AccountIds.Choose(body.Id, headers.Read().CommandId);
        var result = await CommandSender.SendAsync(
            context, cluster, id, headers, body.ToCommand(), static (account, command) => account.OpenAsync(command));
        return result is IValueHttpResult { Value: { } view } ? Results.Created($"/accounts/{id}", view) : result;
    }

    private static Task<IResult> FreezeAsync(
        string id, FreezeRequest body, [AsParameters] CommandHeaders headers, IClusterClient cluster,
        HttpContext context) =>
        CommandSender.SendAsync(
            context, cluster, id, headers, body.ToCommand(), static (account, command) => account.FreezeAsync(command));

    private static Task<IResult> UnfreezeAsync(
        string id, [AsParameters] CommandHeaders headers, IClusterClient cluster, HttpContext context) =>
        CommandSender.SendAsync(
            context, cluster, id, headers, new Unfreeze(), static (account, command) => account.UnfreezeAsync(command));

    private static Task<IResult> CloseAsync(
        string id, [AsParameters] CommandHeaders headers, IClusterClient cluster, HttpContext context) =>
        CommandSender.SendAsync(
            context, cluster, id, headers, new Close(), static (account, command) => account.CloseAsync(command));
}
