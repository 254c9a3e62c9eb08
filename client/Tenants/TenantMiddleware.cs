using Bank.Client.Auth;
using Bank.Client.Problems;
using Microsoft.AspNetCore.Authorization;
using Orchestrix.Tenants;

namespace Bank.Client.Tenants;

/// <summary>
/// Turns away who belongs to no tenant where everybody does, and callers of a tenant from what is not divided by
/// tenants. Behind the roles: who may not use an endpoint at all is told that, and nothing else. Whoever passes is
/// admitted.
/// </summary>
internal sealed class TenantMiddleware(RequestDelegate next, AuthSettings settings, Admissions admissions)
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
            return RefuseAsync(context, new ProblemResult(ProblemTypes.NoTenant)
            {
                Detail = $"A token has to hold the claim '{settings.TenantClaim}' once, with 1 to "
                    + $"{TenantKey.MaxTenantLength} lowercase letters, digits and hyphens. Ask whoever issues it.",
            });
        }
        if (isOfTenant && endpoint.Metadata.GetMetadata<TenantAccess>() is null)
        {
            return RefuseAsync(context, new ProblemResult(ProblemTypes.NotForTenants)
            {
                Detail = "It tells about the whole installation. Use a key of the installation.",
            });
        }
        admissions.Admitted(context.User);
        return next(context);
    }

    private Task RefuseAsync(HttpContext context, ProblemResult answer)
    {
        admissions.Refused(context, Admissions.Tenant, Identity.KeyNameOf(context.User));
        return answer.ExecuteAsync(context);
    }
}
