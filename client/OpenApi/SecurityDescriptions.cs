using System.Text.Json.Nodes;
using Bank.Client.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace Bank.Client.OpenApi;

/// <summary>
/// What the document says of who may do what: read from the endpoints' own metadata, so that it cannot say anything
/// else than what holds.
/// </summary>
internal static class SecurityDescriptions
{
    /// <summary>The roles of which a caller needs one.</summary>
    public const string RolesExtension = "x-roles";

    private const string Key = "apiKey";
    private const string Token = "token";

    /// <summary>Adds the schemes: a key always, tokens if a provider is configured.</summary>
    public static void AddSchemes(OpenApiDocument document, AuthSettings settings)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Key] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "orx_ID_SECRET",
            Description = "An API key. It is sent in the header Authorization and nowhere else.",
        };
        if (!settings.Jwt.IsEnabled)
            return;
        document.Components.SecuritySchemes[Token] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.OpenIdConnect,
            OpenIdConnectUrl = new Uri($"{settings.Jwt.Authority!.TrimEnd('/')}/.well-known/openid-configuration"),
            Description = "A token of the provider for the audience of this API.",
        };
    }

    /// <summary>Adds to an operation who may ask for it; nothing to one that is open to everybody.</summary>
    public static void Describe(
        OpenApiOperation operation, IList<object> metadata, OpenApiDocument document, AuthSettings settings)
    {
        if (metadata.OfType<IAllowAnonymous>().Any())
            return;
        var roles = RolesOf(metadata);
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[RolesExtension] = new JsonNodeExtension(
            new JsonArray([.. roles.Select(static role => (JsonNode)role)]));
        operation.Security = [Requirement(Key)];
        if (settings.Jwt.IsEnabled)
            operation.Security.Add(Requirement(Token));

        // Since OpenAPI 3.1 the list names roles; the least of those that are enough, as the endpoint asks for it.
        OpenApiSecurityRequirement Requirement(string scheme) =>
            new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [.. roles.Take(1)] };
    }

    /// <summary>An endpoint of a group may ask for several; a caller has to satisfy all of them.</summary>
    private static string[] RolesOf(IList<object> metadata)
    {
        var asked = metadata.OfType<IAuthorizeData>().Select(static one => one.Policy)
            .Where(static policy => policy is not null && Roles.All.Contains(policy))
            .Select(static policy => Roles.ThatMay(policy!)).ToArray();
        // Without a role it admits nobody.
        return asked.Length == 0 ? [] : [.. Roles.All.Where(role => asked.All(each => each.Contains(role)))];
    }
}
