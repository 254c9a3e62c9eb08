using Orchestrix.Commands;
using Orchestrix.Events;

namespace Bank.Client.Pipeline;

/// <summary>
/// Gives every request a correlation id, the caller's own if it is sound, and hands it with the actor to the grains.
/// The answer carries it, so that a caller can name the conversation to an operator.
/// </summary>
internal sealed class CorrelationMiddleware(RequestDelegate next)
{
    public const string Header = "X-Correlation-Id";

    /// <summary>Who asks, as long as the API knows no identities.</summary>
    public const string AnonymousActor = "anonymous";

    public Task InvokeAsync(HttpContext context)
    {
        var sent = context.Request.Headers[Header];
        var id = sent.Count == 1 && IsSound(sent[0]) ? sent[0]! : Guid.CreateVersion7().ToString("N");
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = id;
            return Task.CompletedTask;
        });
        CallContext.Set(new EventMetadata { CorrelationId = id, Actor = AnonymousActor });
        return next(context);
    }

    private static bool IsSound(string? id) =>
        id is { Length: > 0 and <= EventStoreLimits.MaxIdLength }
            && id.All(static character => character is > ' ' and <= '~');
}
