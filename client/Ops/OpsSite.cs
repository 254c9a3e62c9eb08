using Bank.Client.Auth;
using Bank.Client.Configuration;
using Bank.Client.Ops.Sampling;

namespace Bank.Client.Ops;

/// <summary>The operations pages: what they need, and where they are.</summary>
internal static class OpsSite
{
    public static void AddOpsSite(this IServiceCollection services, OpsSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<Waivers>();
        services.AddRazorComponents();
        services.AddAntiforgery(static options =>
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddSingleton<CommandClock>();
        services.AddSingleton<OpsSampler>();
        services.AddHostedService(static provider => provider.GetRequiredService<OpsSampler>());
    }

    public static void MapOpsSite(this WebApplication app)
    {
        app.Use(GuardAsync);
        app.UseAntiforgery();
        OpsAssets.Map(app).AllowAnonymous();
        app.MapPost(OpsLinks.SignOut, (Delegate)PageSignIn.EndAsync).RequireAuthorization(PageSignIn.Policy)
            .ExcludeFromDescription();
        app.MapRazorComponents<OpsRoot>().RequireAuthorization(PageSignIn.Policy);
    }

    /// <summary>The pages run no script but their own, are framed by nobody, and are kept by nobody.</summary>
    private static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(OpsLinks.Root, StringComparison.Ordinal))
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
                + "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers.CacheControl = "no-store";
        }
        return next(context);
    }
}
