using Orchestrix.Commands;

namespace Bank.Client.Auth;

/// <summary>Hands who is asking to the grains, which record it with each event.</summary>
internal sealed class IdentityMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.User.FindFirst(Identity.Actor)?.Value is { } actor)
        {
            CallContext.Set(CallContext.Current with
            {
                Actor = actor,
                Tenant = context.User.FindFirst(Identity.Tenant)?.Value,
            });
        }
        return next(context);
    }
}
