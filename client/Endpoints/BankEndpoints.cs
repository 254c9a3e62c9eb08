using System.Globalization;
using Bank.Client.OpenApi;
using Bank.Client.Problems;
using Bank.Client.Responses;
using Bank.Client.Tenants;
using Bank.Contracts;
using Bank.Contracts.Replies;

namespace Bank.Client.Endpoints;

/// <summary>What the read models know, over all accounts. Every answer says which position it is true at.</summary>
internal static class BankEndpoints
{
    public static void MapBank(this IEndpointRouteBuilder app)
    {
        var accounts = app.MapGroup("/accounts").WithTags("Accounts");
        accounts.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        accounts.MapGet("/", FindAsync).DescribeReadModel<AccountsResponse>("FindAccounts",
            "A page of the accounts of an owner, by id.")
            .ForTenants();
        accounts.MapGet("/{id}/days", GetDaysAsync).DescribeReadModel<DaysResponse>("GetDays",
            "What moved on the account on each day, in UTC, on which anything did; oldest first.")
            .ForTenants();
        var bank = app.MapGroup("/bank").WithTags("Bank");
        bank.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        bank.MapGet("/totals", GetTotalsAsync).DescribeReadModel<TotalsResponse>("GetTotals",
            "What the accounts of each currency add up to: the sum of all balances at that position.");
        bank.MapGet("/activity", GetActivityAsync).DescribeReadModel<ActivityResponse>("GetActivity",
            "The busiest accounts, first those with most bookings; of one currency, by turnover.")
            .ForTenants();
    }

    private static async Task<IResult> FindAsync(
        [AsParameters] OwnerQuery query, [AsParameters] AtLeast atLeast, IClusterClient cluster, HttpContext context)
    {
        var (position, wrong) = atLeast.Read();
        IReadOnlyList<ProblemError> errors = [.. query.Check(), .. wrong];
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        var after = query.After is null ? null : CallerKeys.KeyOf(query.After);
        var accounts = Answered(context, await Queries(cluster).FindByOwnerAsync(
            query.Owner!, after, query.Count, position, context.RequestAborted));
        return Results.Ok(new AccountsResponse(
            [.. accounts.Select(static one => one with { Id = CallerKeys.IdOf(one.Id) })],
            accounts.Count == query.Count ? query.Next(CallerKeys.IdOf(accounts[^1].Id)) : null));
    }

    private static async Task<IResult> GetDaysAsync(
        string id, [AsParameters] DaysQuery query, [AsParameters] AtLeast atLeast, IClusterClient cluster,
        HttpContext context)
    {
        var (first, last, wrongDays) = query.Read();
        var (position, wrong) = atLeast.Read();
        IReadOnlyList<ProblemError> errors = [.. AccountIds.Check(id), .. wrongDays, .. wrong];
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        var days = Answered(context, await Queries(cluster).GetDaysAsync(
            CallerKeys.KeyOf(id), first, last, query.Count, position, context.RequestAborted));
        return Results.Ok(new DaysResponse(
            id, days, days.Count == query.Count && days[^1].Day < last ? query.Next(id, days[^1].Day) : null));
    }

    private static async Task<IResult> GetTotalsAsync(
        [AsParameters] AtLeast atLeast, IClusterClient cluster, HttpContext context)
    {
        var (position, errors) = atLeast.Read();
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        return Results.Ok(new TotalsResponse(
            Answered(context, await Queries(cluster).GetTotalsAsync(position, context.RequestAborted))));
    }

    private static async Task<IResult> GetActivityAsync(
        [AsParameters] ActivityQuery query, [AsParameters] AtLeast atLeast, IClusterClient cluster, HttpContext context)
    {
        var (position, wrong) = atLeast.Read();
        IReadOnlyList<ProblemError> errors = [.. query.Check(), .. wrong];
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        var busiest = Answered(context, await Queries(cluster).GetBusiestAsync(
            query.Currency, query.Count, position, context.RequestAborted));
        return Results.Ok(new ActivityResponse(
            [.. busiest.Select(static one => one with { AccountId = CallerKeys.IdOf(one.AccountId) })]));
    }

    private static IBankQueriesGrain Queries(IClusterClient cluster) => cluster.GetGrain<IBankQueriesGrain>(0);

    private static T Answered<T>(HttpContext context, Answer<T> answer)
    {
        context.Response.Headers[CommandSender.PositionHeader] =
            answer.Position.ToString(CultureInfo.InvariantCulture);
        return answer.Result;
    }
}
