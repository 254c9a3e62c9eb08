using System.ComponentModel;
using Bank.Client.Auth;
using Bank.Client.OpenApi;
using Bank.Client.Problems;
using Bank.Client.Requests;
using Bank.Client.Responses;
using Bank.Client.Tenants;
using Microsoft.AspNetCore.Mvc;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Bank.Client.Endpoints;

/// <summary>Looking at sagas, and deciding about them. Only where <c>Ops:IsEnabled</c> is set.</summary>
internal static class SagaEndpoints
{
    public static void MapSagas(this IEndpointRouteBuilder app)
    {
        var sagas = app.MapGroup("/ops/sagas").WithTags("Operations").Require(Roles.Operator);
        sagas.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        sagas.MapGet("/", ListAsync).DescribeQuery<SagasResponse>("ListSagas",
            "A page of sagas that have not ended, the parked ones first.")
            .ForTenants();
        sagas.MapGet("/{type}/{key}", GetAsync).DescribeQuery<SagaDetailsResponse>("GetSaga",
            "A saga, ended or not, with its steps and all that happened. A slash in the key is written %2F.")
            .ForTenants();
        Act(sagas, "retry", "RetrySagaStep", "Tries the step that the saga is parked at again, with fresh retries.",
            static (saga, body, act) => saga.RetryStepAsync(body.Step!, act), needsStep: true);
        Act(sagas, "skip", "SkipSagaStep", "Passes over the step that the saga is parked at: it was seen to.",
            static (saga, body, act) => saga.SkipStepAsync(body.Step!, act), needsStep: true);
        Act(sagas, "compensate", "CompensateSaga", "Undoes what the parked saga has done.",
            static (saga, _, act) => saga.ForceCompensationAsync(act));
        Act(sagas, "complete", "CompleteSaga", "Ends the parked saga as it is: a person has finished it.",
            static (saga, body, act) => saga.EndByHandAsync(body.End, act));
        Act(sagas, "cancel", "CancelSaga", "Ends the saga early, and undoes what it has done.",
            static (saga, _, act) => saga.CancelAsync(act));
        sagas.MapPost("/{type}/{key}/signal", SignalAsync).DescribeDecision<SagaSignalResponse>("SignalSaga",
            "Sends the saga a message; the same id is taken once.")
            .ForTenants();
    }

    private static void Act(
        RouteGroupBuilder sagas, string act, string name, string summary,
        Func<ISagaGrain, SagaActRequest, SagaAct, Task<CommandResult<SagaView>>> send, bool needsStep = false) =>
        sagas.MapPost(
            $"/{{type}}/{{key}}/{act}",
            (string type, string key, SagaActRequest body,
                [FromHeader(Name = CommandHeaders.IdempotencyKeyName)]
                [Description("Chosen by the caller: the same key for the same saga is the same act for ever, so that "
                    + "it is safe to send it again after a time-out. 1 to 200 printable ASCII characters.")]
                string? idempotencyKey,
                IClusterClient cluster, HttpContext context) =>
                ActAsync(type, key, body, needsStep, new CommandHeaders(idempotencyKey, null), cluster, context, send))
            .DescribeDecision<SagaResponse>(name, summary)
            .ForTenants();

    private static async Task<IResult> ListAsync(
        [AsParameters] SagaQuery query, IClusterClient cluster, CancellationToken cancellationToken)
    {
        if (query.Check() is { Count: > 0 } errors)
            return CommandSender.Invalid(errors);
        var page = await cluster.GetGrain<ISagasGrain>(0)
            .ListAsync(query.ToFilter(), query.Place, query.Count, cancellationToken);
        return Results.Ok(new SagasResponse(
            [.. page.Sagas.Select(SagaSummaryResponse.From)], page.Next is { } next ? query.NextPage(next) : null));
    }

    private static async Task<IResult> GetAsync(
        string type, string key, IClusterClient cluster, CancellationToken cancellationToken)
    {
        if (StreamAddress.Read(type, key, out var saga) is { Count: > 0 } errors)
            return CommandSender.Invalid(errors);
        return await cluster.GetGrain<ISagasGrain>(0).FindAsync(saga, cancellationToken) is { } found
            ? Results.Ok(SagaDetailsResponse.From(found))
            : NotFound();
    }

    private static async Task<IResult> ActAsync(
        string type, string key, SagaActRequest body, bool needsStep, CommandHeaders headers, IClusterClient cluster,
        HttpContext context, Func<ISagaGrain, SagaActRequest, SagaAct, Task<CommandResult<SagaView>>> send)
    {
        var (commandId, _, wrongHeaders) = headers.Read();
        IReadOnlyList<ProblemError> errors =
            [.. StreamAddress.Read(type, key, out var saga), .. body.Check(needsStep), .. wrongHeaders];
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        // A saga that was never started must not be activated to say so: its type may be none of a grain.
        if (await cluster.GetGrain<ISagasGrain>(0).FindAsync(saga) is null)
            return NotFound();
        var answer = await send(
            cluster.Saga(saga), body, new SagaAct(Caller.Actor, body.Reason!) { CommandId = commandId });
        if (answer.Refusal is { } refusal)
            return CommandSender.Refused(refusal);
        if (answer.IsRepeat)
            context.Response.Headers[CommandSender.RepeatHeader] = "true";
        return Results.Ok(SagaResponse.From(answer.Reply!));
    }

    private static async Task<IResult> SignalAsync(
        string type, string key, SagaSignalRequest body, IClusterClient cluster)
    {
        IReadOnlyList<ProblemError> errors = [.. StreamAddress.Read(type, key, out var saga), .. body.Check()];
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        if (await cluster.GetGrain<ISagasGrain>(0).FindAsync(saga) is null)
            return NotFound();
        var status = await cluster.Saga(saga).SignalAsync(body.ToMessage());
        return Results.Ok(new SagaSignalResponse(body.Id!, status.ToString().ToLowerInvariant()));
    }

    private static IResult NotFound() =>
        CommandSender.Refused(new Refusal(SagaRefusals.NotFound, "No saga was started under this id."));
}
