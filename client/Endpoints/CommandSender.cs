using System.Globalization;
using Bank.Client.Problems;
using Bank.Client.Tenants;
using Bank.Contracts;
using Bank.Contracts.Replies;
using Orchestrix.Commands;

namespace Bank.Client.Endpoints;

/// <summary>Forwards a command to its grain and turns the answer into HTTP.</summary>
internal static class CommandSender
{
    public const string RepeatHeader = "Idempotent-Replayed";
    public const string PositionHeader = "X-Log-Position";

    public static Task<IResult> SendAsync<TCommand>(
        HttpContext context, IClusterClient cluster, string id, CommandHeaders headers, TCommand command,
        Func<IAccountGrain, TCommand, Task<CommandResult<AccountView>>> send)
        where TCommand : Command => SendAsync(
            context, AccountIds.Check(id), headers, command,
            sent => send(cluster.Own<IAccountGrain>(id), sent), AccountViews.Shown);

    /// <param name="context">The request.</param>
    /// <param name="wrongIds">What is wrong with the address; then nothing is sent.</param>
    /// <param name="headers">The command's id and expected version.</param>
    /// <param name="command">The command without them.</param>
    /// <param name="send">Calls the grain.</param>
    /// <param name="show">What callers see of the reply.</param>
    public static async Task<IResult> SendAsync<TCommand, TReply, TView>(
        HttpContext context, IReadOnlyList<ProblemError> wrongIds, CommandHeaders headers, TCommand command,
        Func<TCommand, Task<CommandResult<TReply>>> send, Func<TReply, TView> show)
        where TCommand : Command
    {
        var (commandId, expectedVersion, headerErrors) = headers.Read();
        IReadOnlyList<ProblemError> errors = [.. wrongIds, .. headerErrors];
        if (errors.Count > 0)
            return Invalid(errors);
        var result = await send(command with { CommandId = commandId, ExpectedVersion = expectedVersion });
        if (!result.IsAccepted)
            return Refused(result.Refusal);
        context.Response.Headers.ETag = ETags.Of(result.Version).ToString();
        // A command that changed nothing raised no event, so there is no position that a reader could wait for.
        if (result.Position > 0)
            context.Response.Headers[PositionHeader] = result.Position.ToString(CultureInfo.InvariantCulture);
        if (result.IsRepeat)
            context.Response.Headers[RepeatHeader] = "true";
        return Results.Ok(show(result.Reply));
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
