using System.Globalization;
using Bank.Client.Auth;
using Bank.Client.OpenApi;
using Bank.Client.Problems;
using Bank.Client.Requests;
using Bank.Client.Responses;
using Bank.Client.Tenants;
using Orchestrix.DeadLetters;

namespace Bank.Client.Endpoints;

/// <summary>What was given up on, and what to do with it. Only where <c>Ops:IsEnabled</c> is set.</summary>
internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder app)
    {
        var letters = app.MapGroup("/ops/dead-letters").WithTags("Operations").Require(Roles.Operator);
        letters.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        letters.MapGet("/", ListAsync).DescribeQuery<DeadLettersResponse>("ListDeadLetters",
            "A page of what was given up on, newest first.")
            .ForTenants();
        letters.MapGet("/{id:long}", GetAsync).DescribeQuery<DeadLetterDetailsResponse>("GetDeadLetter",
            "A dead letter with its payload and history.")
            .ForTenants();
        letters.MapPost("/{id:long}/replay", ReplayAsync).DescribeDecision<DecisionResponse>("ReplayDeadLetter",
            "Asks for another try; to repeat it is harmless.")
            .ForTenants();
        letters.MapPost("/{id:long}/discard", DiscardAsync).DescribeDecision<DecisionResponse>("DiscardDeadLetter",
            "Gives it up for good; what waits behind it goes on.")
            .ForTenants();
        letters.MapPost("/replay", ReplayAllAsync).DescribeDecision<DecisionsResponse>("ReplayDeadLetters",
            "Asks for another try at the oldest letters of a filter.")
            .ForTenants();
        letters.MapPost("/discard", DiscardAllAsync).DescribeDecision<DecisionsResponse>("DiscardDeadLetters",
            "Gives the oldest letters of a filter up for good.")
            .ForTenants();
    }

    private static Task<IResult> ReplayAllAsync(
        [AsParameters] DeadLetterQuery query, DecisionRequest body, IClusterClient cluster) =>
        DecideAllAsync(query, DeadLetterActKind.Replay, body, cluster);

    private static Task<IResult> DiscardAllAsync(
        [AsParameters] DeadLetterQuery query, DecisionRequest body, IClusterClient cluster) =>
        DecideAllAsync(query, DeadLetterActKind.Discard, body, cluster);

    private static async Task<IResult> DecideAllAsync(
        DeadLetterQuery query, DeadLetterActKind act, DecisionRequest body, IClusterClient cluster)
    {
        IReadOnlyList<ProblemError> errors = [.. query.Check(), .. query.CheckBulk(), .. body.Check()];
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        return Results.Ok(new DecisionsResponse(await cluster.GetGrain<IDeadLettersGrain>(0)
            .DecideAllAsync(query.ToFilter(), act, body.ToDecision(), query.Count)));
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] DeadLetterQuery query, IClusterClient cluster, CancellationToken cancellationToken)
    {
        if (query.Check() is { Count: > 0 } errors)
            return CommandSender.Invalid(errors);
        var page = await cluster.GetGrain<IDeadLettersGrain>(0)
            .ListAsync(query.ToFilter(), query.Before, query.Count, cancellationToken);
        return Results.Ok(new DeadLettersResponse(
            [.. page.Letters.Select(DeadLetterResponse.From)],
            page.NextBefore is { } before ? query.Next(before) : null));
    }

    private static async Task<IResult> GetAsync(
        long id, IClusterClient cluster, CancellationToken cancellationToken) =>
        await cluster.GetGrain<IDeadLettersGrain>(0).FindAsync(id, cancellationToken) is { } found
            ? Results.Ok(DeadLetterDetailsResponse.From(found))
            : NotFound(id);

    private static Task<IResult> ReplayAsync(long id, DecisionRequest body, IClusterClient cluster) =>
        DecideAsync(id, DeadLetterActKind.Replay, body, cluster);

    private static Task<IResult> DiscardAsync(long id, DecisionRequest body, IClusterClient cluster) =>
        DecideAsync(id, DeadLetterActKind.Discard, body, cluster);

    private static async Task<IResult> DecideAsync(
        long id, DeadLetterActKind act, DecisionRequest body, IClusterClient cluster)
    {
        if (body.Check() is { Count: > 0 } errors)
            return CommandSender.Invalid(errors);
        var outcome = await cluster.GetGrain<IDeadLettersGrain>(0).DecideAsync(id, act, body.ToDecision());
        return outcome switch
        {
            DeadLetterOutcome.NotFound => NotFound(id),
            DeadLetterOutcome.Settled => new ProblemResult(ProblemTypes.DeadLetterSettled)
            {
                Detail = "It was replayed or discarded before, which is final. Nothing was changed.",
            },
            _ => Results.Ok(new DecisionResponse(id, outcome == DeadLetterOutcome.Unchanged)),
        };
    }

    private static ProblemResult NotFound(long id) => new(ProblemTypes.NoSuchDeadLetter)
    {
        Detail = string.Create(CultureInfo.InvariantCulture, $"No dead letter has the id {id}."),
    };
}
