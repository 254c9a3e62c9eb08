using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Bank.Client.Auth;

/// <summary>Admits the bearer of an API key: <c>Authorization: Bearer orx_…</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Bearer.TokenOf(Request) is not { } token)
            return Task.FromResult(AuthenticateResult.NoResult());
        // One answer for all that is wrong with a key: it tells nothing to who tries.
        if (keys.Find(token, out var expired) is { } key)
        {
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(
                new ClaimsPrincipal(Identity.Of(key, Scheme.Name)), Scheme.Name)));
        }
        return Task.FromResult(expired is null
            ? AuthenticateResult.Fail("The key is unknown.")
            : AuthenticateResult.Fail(new KeyExpiredException(expired.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Bearer.Scheme;
        return Task.CompletedTask;
    }
}
