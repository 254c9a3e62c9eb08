using Bank.Client.Auth;
using Bank.Client.Problems;
using Microsoft.AspNetCore.Authorization;
using Orchestrix.Tenants;

namespace Bank.Client.Tenants;

/// <summary>
/// Turns away who belongs to no tenant where everybody does, and callers of a tenant from what is not divided by
/// tenants. Behind the roles: who may not use an endpoint at all is told that, and nothing else.
/// </summary>
internal sealed class TenantMiddleware(RequestDelegate next, AuthSettings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (context.User.FindFirst(Identity.Actor) is null || endpoint is null or { Metadata.Count: 0 }
            || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return next(context);
        }
        var isOfTenant = context.User.FindFirst(Identity.Tenant) is not null;
        if (settings.HasTenants && !isOfTenant && context.User.FindFirst(Identity.Installation) is null)
        {
            return new ProblemResult(ProblemTypes.NoTenant)
            {
                Detail = $"A token has to hold the claim '{settings.TenantClaim}' once, with 1 to "
                    + $"{TenantKey.MaxTenantLength} lowercase letters, digits and hyphens. Ask whoever issues it.",
            }.ExecuteAsync(context);
        }
        return isOfTenant && endpoint.Metadata.GetMetadata<TenantAccess>() is null
            ? new ProblemResult(ProblemTypes.NotForTenants)
            {
                Detail = "It tells about the whole installation. Use a key of the installation.",
            }.ExecuteAsync(context)
            : next(context);
    }
}
