using System.Security.Claims;
using Bank.Client.Tenants;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;
using Orchestrix.Errors;

namespace Bank.Client.Auth;

/// <summary>Adds who may do what. An endpoint that asks for no role admits nobody.</summary>
internal static class AuthServices
{
    private const string KeyScheme = "ApiKey";
    private const string TokenScheme = "Token";

    /// <summary>Difference between the clocks of the provider and of this machine that is put up with.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A secret shared with the provider could sign tokens here as well as there, so only signatures that need a
    /// private key are taken; and never none.
    /// </summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static void AddAuth(this WebApplicationBuilder builder)
    {
        var settings = AuthSettings.Read(builder.Configuration);
        if (!settings.IsAnybodyAdmitted && builder.Environment.IsProduction())
        {
            throw new ConfigurationException("In Production somebody must be admitted: set Auth:ApiKeys (`bank keys "
                + "new` makes an entry) or Auth:Jwt:Authority and Auth:Jwt:Audience.");
        }
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ApiKeyRing>();
        services.AddSingleton<Admissions>();
        services.AddSingleton<StandingAdmission>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AdmissionHandler>();
        AddAuthentication(services, settings, builder.Environment);
        // It has a line for each request that is refused; strangers could fill the disk. Admissions tells of them.
        builder.Logging.AddFilter(typeof(ApiKeyHandler).FullName, LogLevel.Warning);
        // Cookies and forms are good for one process, unless processes share a directory.
        var protection = services.AddDataProtection();
        if (settings.DataProtectionDirectory is { } directory)
            protection.PersistKeysToFileSystem(new DirectoryInfo(directory));
        else
            protection.UseEphemeralDataProtectionProvider();
        services.AddAuthorization(options =>
        {
            foreach (var role in Roles.All)
                options.AddPolicy(role, policy => policy.RequireRole(Roles.ThatMay(role)));
            options.AddPolicy(PageSignIn.Policy, policy => policy
                .AddAuthenticationSchemes(PageSignIn.Scheme).RequireRole(Roles.ThatMay(Roles.Reader)));
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(IsNothing).Build();
        });
    }

    /// <summary>Between routing and the endpoints.</summary>
    public static void UseAuth(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<AuthSettings>().IsAnybodyAdmitted)
            Log.NobodyAdmitted(app.Logger);
        // Keys are measured, and what has expired is said, before the first request.
        app.Services.GetRequiredService<ApiKeyRing>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<IdentityMiddleware>();
        app.UseMiddleware<TenantMiddleware>();
    }

    /// <summary>Asks for a role, one of <see cref="Roles"/>.</summary>
    public static TBuilder Require<TBuilder>(this TBuilder endpoint, string role)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(role);

    /// <summary>
    /// Nobody is admitted to an endpoint that asks for no role. An address without one, or that does not take the
    /// method, has no metadata, and everybody may hear that nothing is there.
    /// </summary>
    private static bool IsNothing(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is null or { Metadata.Count: 0 };

    private static void AddAuthentication(
        IServiceCollection services, AuthSettings settings, IHostEnvironment environment)
    {
        var authentication = services.AddAuthentication(Bearer.Scheme)
            .AddPolicyScheme(Bearer.Scheme, null, options => options.ForwardDefaultSelector = context =>
                settings.Jwt.IsEnabled && !Bearer.IsKey(context.Request) ? TokenScheme : KeyScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(KeyScheme, null)
            .AddCookie(
                PageSignIn.Scheme, options => PageSignIn.Configure(options, environment.IsProduction()));
        if (!settings.Jwt.IsEnabled)
            return;
        authentication.AddJwtBearer(TokenScheme, options =>
        {
            (options.Authority, options.Audience) = (settings.Jwt.Authority, settings.Jwt.Audience);
            (options.MapInboundClaims, options.RequireHttpsMetadata) = (false, !environment.IsDevelopment());
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidAlgorithms = Algorithms,
                ValidAudience = settings.Jwt.Audience,
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                ClockSkew = ClockSkew,
            };
            // What is wrong with a token is nobody's business but its issuer's.
            options.IncludeErrorDetails = false;
            options.Events = new JwtBearerEvents { OnTokenValidated = context => Take(context, settings) };
        });
    }

    private static Task Take(TokenValidatedContext context, AuthSettings settings)
    {
        if (Identity.Of(context.Principal!, settings, TokenScheme) is { } identity)
            context.Principal = new ClaimsPrincipal(identity);
        else
            context.Fail("The token does not say who its bearer is.");
        return Task.CompletedTask;
    }
}
