using Bank.Client.Pipeline;

namespace Bank.Client.Ops;

/// <summary>Who looks at the pages, and what they may do. The one place that the pages ask.</summary>
internal static class OpsAccess
{
    /// <summary>Who acts, as it is recorded with the act.</summary>
    public static string ActorOf(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }
            ? name
            : CorrelationMiddleware.AnonymousActor;

    /// <summary>True if acts may be offered.</summary>
    public static Task<bool> MayActAsync(HttpContext context) => Task.FromResult(context is not null);
}
