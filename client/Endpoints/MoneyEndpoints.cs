using Bank.Client.OpenApi;
using Bank.Client.Requests;
using Bank.Client.Tenants;
using Bank.Contracts.Commands;

namespace Bank.Client.Endpoints;

/// <summary>Moving money, and how far the balance may fall.</summary>
internal static class MoneyEndpoints
{
    public static void MapMoneyCommands(this RouteGroupBuilder accounts)
    {
        accounts.MapPost("/{id}/deposits", DepositAsync).DescribeCommand("Deposit", "Puts money into the account.")
            .ForTenants();
        accounts.MapPost("/{id}/withdrawals", WithdrawAsync).DescribeCommand("Withdraw",
            "Takes money out of the account, down to the overdraft limit.")
            .ForTenants();
        accounts.MapPost("/{id}/interest", CreditInterestAsync).DescribeCommand("CreditInterest",
            "Credits interest that the bank pays.")
            .ForTenants();
        accounts.MapPut("/{id}/overdraft-limit", SetOverdraftLimitAsync).DescribeCommand("SetOverdraftLimit",
            "Changes how far the balance may fall below zero.")
            .ForTenants();
    }

    private static Task<IResult> DepositAsync(
        string id, BookingRequest body, [AsParameters] CommandHeaders headers, IClusterClient cluster,
        HttpContext context) =>
        CommandSender.SendAsync(
            context, cluster, id, headers, new Deposit(body.Money, body.Reference, body.Booking?.ToDetails()),
            static (account, command) => account.DepositAsync(command));

    private static Task<IResult> WithdrawAsync(
        string id, BookingRequest body, [AsParameters] CommandHeaders headers, IClusterClient cluster,
        HttpContext context) =>
        CommandSender.SendAsync(
            context, cluster, id, headers, new Withdraw(body.Money, body.Reference, body.Booking?.ToDetails()),
            static (account, command) => account.WithdrawAsync(command));

    private static Task<IResult> CreditInterestAsync(
        string id, BookingRequest body, [AsParameters] CommandHeaders headers, IClusterClient cluster,
        HttpContext context) =>
        CommandSender.SendAsync(
            context, cluster, id, headers, new CreditInterest(body.Money, body.Reference, body.Booking?.ToDetails()),
            static (account, command) => account.CreditInterestAsync(command));

    private static Task<IResult> SetOverdraftLimitAsync(
        string id, OverdraftLimitRequest body, [AsParameters] CommandHeaders headers, IClusterClient cluster,
        HttpContext context) =>
        CommandSender.SendAsync(
            context, cluster, id, headers, new SetOverdraftLimit(body.Money),
            static (account, command) => account.SetOverdraftLimitAsync(command));
}
