using System.Globalization;
using Bank.Client.Problems;
using Bank.Contracts;
using Bank.Contracts.Replies;
using Orchestrix.Commands;

namespace Bank.Client.Endpoints;

/// <summary>Forwards a command to its account and turns the answer into HTTP.</summary>
internal static class CommandSender
{
    public const string RepeatHeader = "Idempotent-Replayed";
    public const string PositionHeader = "X-Log-Position";

    public static async Task<IResult> SendAsync<TCommand>(
        HttpContext context, IClusterClient cluster, string id, CommandHeaders headers, TCommand command,
        Func<IAccountGrain, TCommand, Task<CommandResult<AccountView>>> send)
        where TCommand : Command
    {
        var (commandId, expectedVersion, headerErrors) = headers.Read();
        IReadOnlyList<ProblemError> errors = [.. AccountIds.Check(id), .. headerErrors];
        if (errors.Count > 0)
            return Invalid(errors);
        var result = await send(
            cluster.GetGrain<IAccountGrain>(id),
            command with { CommandId = commandId, ExpectedVersion = expectedVersion });
        if (!result.IsAccepted)
            return Refused(result.Refusal);
        context.Response.Headers.ETag = ETags.Of(result.Version).ToString();
        // A command that changed nothing raised no event, so there is no position that a reader could wait for.
        if (result.Position > 0)
            context.Response.Headers[PositionHeader] = result.Position.ToString(CultureInfo.InvariantCulture);
        if (result.IsRepeat)
            context.Response.Headers[RepeatHeader] = "true";
        return Results.Ok(result.Reply);
    }

    public static IResult Invalid(IReadOnlyList<ProblemError> errors) =>
        new ProblemResult(ProblemTypes.Invalid)
        {
            Detail = string.Join(' ', errors.Select(error => error.Detail)),
            Errors = errors,
        };

    public static IResult Refused(Refusal refusal) => new ProblemResult(ProblemTypes.ForRefusal(refusal))
    {
        Detail = refusal.Message,
        Errors = [.. refusal.Errors.Select(ProblemError.From)],
    };

    public static IResult NotFound() =>
        Refused(new Refusal(AccountRefusals.NotFound, "No account was opened under this id."));
}
