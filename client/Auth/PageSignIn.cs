using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Bank.Client.Auth;

/// <summary>
/// How people sign in to the pages: with an API key, for which the browser gets a cookie. The cookie opens the pages
/// and nothing else: the API takes keys and tokens only, so no other site can make a browser use it.
/// </summary>
internal static class PageSignIn
{
    /// <summary>The name of the scheme.</summary>
    public const string Scheme = "Page";

    /// <summary>The policy of the pages: any role may look.</summary>
    public const string Policy = "page";

    /// <summary>Where a key is asked for.</summary>
    public const string Address = "/operations/sign-in";

    // A working day; a key that ends or is taken out before ends the session as well.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    /// <summary>What the session is.</summary>
    /// <param name="options">Of the scheme.</param>
    /// <param name="isProduction">
    /// True sends the cookie over HTTPS alone, also where a proxy ends it and this process does not know.
    /// </param>
    public static void Configure(CookieAuthenticationOptions options, bool isProduction)
    {
        options.Cookie.Name = "orchestrix";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy =
            isProduction ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        (options.ExpireTimeSpan, options.SlidingExpiration) = (Lifetime, false);
        (options.LoginPath, options.AccessDeniedPath) = (Address, Address);
        options.ReturnUrlParameter = "return";
        // Relative: an absolute one would repeat whatever the caller has written as Host, which need not even be one.
        options.Events.OnRedirectToLogin = options.Events.OnRedirectToAccessDenied = static context =>
        {
            var request = context.Request;
            context.Response.Redirect(request.PathBase + Address + QueryString.Create(
                context.Options.ReturnUrlParameter, request.PathBase + request.Path + request.QueryString));
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = static context =>
        {
            var keys = context.HttpContext.RequestServices.GetRequiredService<ApiKeyRing>();
            // What the key is now, not what it was when its bearer signed in.
            if (context.Principal?.FindFirst(Identity.KeyId)?.Value is { } id && keys.FindById(id) is { } key)
                context.ReplacePrincipal(new ClaimsPrincipal(Identity.Of(key, Scheme)));
            else
                context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    /// <summary>Begins a session; else says why not.</summary>
    public static async Task<string?> TryAsync(HttpContext context, string? key)
    {
        var admissions = context.RequestServices.GetRequiredService<Admissions>();
        ApiKeySettings? expired = null;
        if (key is null
            || context.RequestServices.GetRequiredService<ApiKeyRing>().Find(key.Trim(), out expired) is not { } found)
        {
            admissions.Refused(
                context, expired is null ? Admissions.Unknown : Admissions.Expired, expired?.Name);
            return "This is no valid key: it is unknown, taken out, or has expired.";
        }
        if (found.Tenant is not null)
        {
            admissions.Refused(context, Admissions.Tenant, found.Name);
            return "This is a key of a tenant. The pages show the whole installation, and take keys of no tenant.";
        }
        await context.SignInAsync(Scheme, new ClaimsPrincipal(Identity.Of(found, Scheme)));
        return null;
    }

    /// <summary>Ends the session.</summary>
    public static async Task<IResult> EndAsync(HttpContext context)
    {
        await context.SignOutAsync(Scheme);
        return Results.LocalRedirect(Address);
    }
}
