using System.ComponentModel;
using System.Globalization;
using Bank.Client.Auth;
using Bank.Client.Configuration;
using Bank.Client.OpenApi;
using Bank.Client.Problems;
using Bank.Client.Requests;
using Bank.Client.Responses;
using Bank.Client.Tenants;
using Bank.Contracts;
using Bank.Contracts.Transfers;
using Microsoft.AspNetCore.Mvc;
using Orchestrix.Commands;
using Orchestrix.Sagas;

namespace Bank.Client.Endpoints;

/// <summary>Transfers between accounts, here and to partner banks.</summary>
internal static class TransferEndpoints
{
    private const int MaxWaitSeconds = 30;

    public static void MapTransfers(this IEndpointRouteBuilder app)
    {
        var transfers = app.MapGroup("/transfers").WithTags("Transfers");
        transfers.AddEndpointFilter<RouteGroupBuilder, ClusterGate>();
        transfers.MapPost("/", StartAsync).DescribeTransfer("StartTransfer",
            "Starts a transfer; the answer comes when that is durable. What becomes of it is at its address: an "
            + "account that does not exist, is frozen or cannot pay ends it as compensated.")
            .Produces<TransferResponse>()
            .ForTenants();
        transfers.MapGet("/{id}", GetAsync)
            .DescribeQuery<TransferResponse>("GetTransfer", "The transfer with its steps.")
            .WithMetadata(EndpointDescriptions.ETag)
            .ForTenants();
        transfers.MapPost("/{id}/cancel", CancelAsync).DescribeTransfer("CancelTransfer",
            "Begins no further step and gives the money back, as soon as what is under way is settled. Cancelling "
            + "again changes nothing.")
            .ForTenants();
    }

    private static async Task<IResult> StartAsync(
        TransferRequest body,
        [FromHeader(Name = CommandHeaders.IdempotencyKeyName)]
        [Description("The id of the transfer, chosen by the caller: the same key is the same transfer for ever, so it "
            + "is safe to send it again after a time-out. 1 to 64 ASCII letters, digits, dots, hyphens and "
            + "underscores. Without it, each request is a new transfer.")]
        string? idempotencyKey,
        IClusterClient cluster, HttpContext context)
    {
        var (key, _, errors) = new CommandHeaders(idempotencyKey, null).Read();
        var id = key ?? Guid.CreateVersion7().ToString("N");
        if (errors.Count > 0 || !Transfer.IsTransferId(id))
            return CommandSender.Invalid(errors.Count > 0 ? errors : [Malformed(CommandHeaders.IdempotencyKeyName)]);
        var started = await Grain(cluster, id).StartAsync(body.ToTransfer());
        if (!started.IsAccepted)
            return CommandSender.Refused(started.Refusal);
        var answer = Answer(context, started);
        if (!started.IsRepeat)
            return Results.Accepted($"/transfers/{id}", answer);
        context.Response.Headers[CommandSender.RepeatHeader] = "true";
        context.Response.Headers.Location = $"/transfers/{id}";
        return Results.Ok(answer);
    }

    private static async Task<IResult> GetAsync(
        string id,
        [FromQuery(Name = "wait")]
        [Description("Seconds to wait for the transfer to end or to be parked, 0 to 30. Default 0.")]
        int? wait,
        IClusterClient cluster, ClusterSettings settings, TimeProvider time, HttpContext context)
    {
        List<ProblemError> errors = Transfer.IsTransferId(id) ? [] : [Malformed("id")];
        if (wait is < 0 or > MaxWaitSeconds)
            errors.Add(new ProblemError("wait", "in-range", $"wait must be between 0 and {MaxWaitSeconds}."));
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        var view = await WaitAsync(
            Grain(cluster, id), TimeSpan.FromSeconds(wait ?? 0), settings.ResponseTimeout / 2, time,
            context.RequestAborted);
        if (view.DataJson is null)
            return NotFound();
        var etag = ETags.Of(view.Version).ToString();
        context.Response.Headers.ETag = etag;
        return context.Request.Headers.IfNoneMatch == etag
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(TransferResponse.Of(view));
    }

    private static async Task<IResult> CancelAsync(
        string id, ReasonRequest body, IClusterClient cluster, HttpContext context)
    {
        IReadOnlyList<ProblemError> errors =
            [.. Transfer.IsTransferId(id) ? [] : new[] { Malformed("id") }, .. body.Check()];
        if (errors.Count > 0)
            return CommandSender.Invalid(errors);
        var cancelled = await Grain(cluster, id)
            .CancelAsync(new SagaAct(Caller.Actor, body.Reason!));
        return cancelled.IsAccepted
            ? Results.Accepted($"/transfers/{id}", Answer(context, cancelled))
            : CommandSender.Refused(cancelled.Refusal);
    }

    /// <summary>Asks again and again, since no call to a grain may take as long as a caller may want to wait.</summary>
    private static async Task<SagaView> WaitAsync(
        ITransferGrain transfer, TimeSpan wait, TimeSpan longestCall, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var view = await transfer.GetAsync();
        var begun = time.GetTimestamp();
        while (view.Status != SagaStatus.None && !view.IsAtRest && time.GetElapsedTime(begun) < wait)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var left = wait - time.GetElapsedTime(begun);
            view = await transfer.WhenEndedAsync(left < longestCall ? left : longestCall);
        }
        return view;
    }

    private static TransferResponse Answer(HttpContext context, CommandResult<SagaView> result)
    {
        context.Response.Headers.ETag = ETags.Of(result.Version).ToString();
        if (result.Position > 0)
        {
            context.Response.Headers[CommandSender.PositionHeader] =
                result.Position.ToString(CultureInfo.InvariantCulture);
        }
        return TransferResponse.Of(result.Reply!);
    }

    private static ITransferGrain Grain(IClusterClient cluster, string id) => cluster.Own<ITransferGrain>(id);

    private static IResult NotFound() =>
        CommandSender.Refused(new Refusal(SagaRefusals.NotFound, "No transfer was started under this id."));

    private static ProblemError Malformed(string field) => new(field, "malformed",
        $"{field} must have 1 to {AccountLimits.MaxIdLength} ASCII letters, digits, dots, hyphens and underscores, "
        + "and begin with a letter or digit.");
}
