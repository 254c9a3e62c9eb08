using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Bank.Client.Auth;

/// <summary>Records whom an endpoint has refused. Who is admitted goes on to <see cref="Tenants.TenantMiddleware"/>.
/// </summary>
internal sealed class AdmissionHandler(Admissions admissions) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _answers = new();

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden)
            admissions.Refused(context, Admissions.Role, Identity.KeyNameOf(context.User));
        // Who opens a page without a session has tried nothing and is asked for a key.
        else if (authorizeResult.Challenged && policy.AuthenticationSchemes.Count == 0)
            await RefuseAsync(context);
        await _answers.HandleAsync(next, context, policy, authorizeResult);
    }

    private async Task RefuseAsync(HttpContext context)
    {
        // Not another try: what it found is kept with the request.
        var failure = (await context.AuthenticateAsync()).Failure;
        admissions.Refused(context, Admissions.ReasonOf(context, failure), (failure as KeyExpiredException)?.Name);
    }
}
