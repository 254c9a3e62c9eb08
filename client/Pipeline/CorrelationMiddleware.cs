using Orchestrix.Commands;
using Orchestrix.Events;

namespace Bank.Client.Pipeline;

/// <summary>
/// Gives every request a correlation id, the caller's own if it is sound, and hands it to the grains.
/// The answer carries it, so that a caller can name the conversation to an operator.
/// </summary>
internal sealed class CorrelationMiddleware(RequestDelegate next)
{
    public const string Header = "X-Correlation-Id";

    public Task InvokeAsync(HttpContext context)
    {
        var sent = context.Request.Headers[Header];
        var id = sent.Count == 1 && IsSound(sent[0]) ? sent[0]! : Guid.CreateVersion7().ToString("N");
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = id;
            return Task.CompletedTask;
        });
        CallContext.Set(new EventMetadata { CorrelationId = id });
        return next(context);
    }

    private static bool IsSound(string? id) =>
        id is { Length: > 0 and <= EventStoreLimits.MaxIdLength }
            && id.All(static character => character is > ' ' and <= '~');
}
