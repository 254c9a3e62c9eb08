using Bank.Client.OpenApi;
using Bank.Client.Problems;
using Bank.Client.Responses;
using Bank.Client.Tenants;
using Bank.Contracts;
using Bank.Contracts.Replies;
using Orchestrix.Events;
using Orchestrix.Inspection;

namespace Bank.Client.Endpoints;

/// <summary>Reading an account and its history.</summary>
internal static class QueryEndpoints
{
    public static void MapQueries(this RouteGroupBuilder accounts)
    {
        accounts.MapGet("/{id}", GetAsync)
            .DescribeQuery<AccountView>("GetAccount", "The account: now, at a version, or at a time.")
            .WithMetadata(EndpointDescriptions.ETag)
            .ForTenants();
        accounts.MapGet("/{id}/statement", GetStatementAsync).DescribeQuery<StatementResponse>("GetStatement",
            "A page of the statement, oldest line first, with running balances.")
            .ForTenants();
        accounts.MapGet("/{id}/events", GetEventsAsync).DescribeQuery<EventsResponse>("GetEvents",
            "A page of the account's events, as they were recorded.")
            .ForTenants();
    }

    private static async Task<IResult> GetAsync(
        string id, [AsParameters] PointQuery query, IClusterClient cluster, HttpContext context)
    {
        var (point, wrong) = query.Read();
        IReadOnlyList<ProblemError> errors = [.. AccountIds.Check(id), .. wrong];
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        var account = cluster.Own<IAccountGrain>(id);
        if (query.IsPresent)
            return Answer(await account.GetAsync(), context);
        var stream = CallerKeys.StreamOf(account.GetGrainId().Type.ToString()!, id);
        var moment = await cluster.Inspector().FindAsync(stream, point, context.RequestAborted);
        if (moment.Outcome is InspectionOutcome.NoSuchStream or InspectionOutcome.UnknownType)
            return CommandSender.NotFound();
        return StreamEndpoints.Missing(stream, moment)
            ?? Answer(await account.GetAtVersionAsync(moment.Version), context);
    }

    private static IResult Answer(AccountView? view, HttpContext context)
    {
        if (view is null)
            return CommandSender.NotFound();
        var etag = ETags.Of(view.Version).ToString();
        context.Response.Headers.ETag = etag;
        return context.Request.Headers.IfNoneMatch == etag
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(AccountViews.Shown(view));
    }

    private static async Task<IResult> GetStatementAsync(
        string id, [AsParameters] PageQuery page, IClusterClient cluster, CancellationToken cancellationToken)
    {
        if (Check(id, page) is { Length: > 0 } errors)
            return CommandSender.Invalid(errors);
        var statement = await cluster.Own<IAccountGrain>(id)
            .GetStatementAsync(page.FromVersion, page.Count, cancellationToken);
        return statement is null
            ? CommandSender.NotFound()
            : Results.Ok(StatementResponse.From(statement, NextLink(id, "statement", statement.NextVersion, page)));
    }

    private static async Task<IResult> GetEventsAsync(
        string id, [AsParameters] PageQuery page, IClusterClient cluster, CancellationToken cancellationToken)
    {
        if (Check(id, page) is { Length: > 0 } errors)
            return CommandSender.Invalid(errors);
        var events = await cluster.Own<IAccountGrain>(id)
            .GetEventsAsync(page.FromVersion, page.Count, cancellationToken);
        return events is null
            ? CommandSender.NotFound()
            : Results.Ok(EventsResponse.From(events, NextLink(id, "events", events.NextVersion, page)));
    }

    private static ProblemError[] Check(string id, PageQuery page) => [.. AccountIds.Check(id), .. page.Check()];

    private static string? NextLink(string id, string what, long? next, PageQuery page) =>
        next is null ? null : $"/accounts/{id}/{what}?from={next}&limit={page.Count}";
}
