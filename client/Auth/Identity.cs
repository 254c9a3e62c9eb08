using System.Security.Claims;
using Orchestrix.Tenants;

namespace Bank.Client.Auth;

/// <summary>Who is asking, in the same claims whether by key or by token.</summary>
internal static class Identity
{
    /// <summary>The claim with the actor that events record: <c>key:NAME</c> or <c>user:SUBJECT</c>.</summary>
    public const string Actor = "orchestrix:actor";

    /// <summary>The claim with the tenant, if there is one.</summary>
    public const string Tenant = "orchestrix:tenant";

    /// <summary>The claim of who belongs to no tenant but to the whole installation.</summary>
    public const string Installation = "orchestrix:installation";

    /// <summary>The claim with the id of the key, if it was one.</summary>
    public const string KeyId = "orchestrix:key";

    /// <summary>The claim with the moment in which a token ends, in seconds since 1970.</summary>
    public const string EndsAt = "orchestrix:ends-at";

    /// <summary>The claim with a role.</summary>
    public const string Role = "orchestrix:role";

    // Longest subject of a token that is recorded; longer ones are no names.
    private const int MaxSubject = 128;

    /// <summary>The name of the key that a caller was known by; null if it was a token, which names a person.</summary>
    public static string? KeyNameOf(ClaimsPrincipal caller) =>
        caller.HasClaim(static claim => claim.Type == KeyId) ? caller.FindFirst(Actor)?.Value : null;

    public static ClaimsIdentity Of(ApiKeySettings key, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, Actor, Role);
        identity.AddClaim(new Claim(Actor, $"key:{key.Name}"));
        identity.AddClaim(new Claim(KeyId, key.Id));
        foreach (var role in key.Roles)
            identity.AddClaim(new Claim(Role, role));
        if (key.Tenant is { } tenant)
            identity.AddClaim(new Claim(Tenant, tenant));
        if (key.IsOfInstallation)
            identity.AddClaim(new Claim(Installation, "true"));
        return identity;
    }

    /// <summary>Of a token whose signature, audience and time are in order; null if it does not say who.</summary>
    public static ClaimsIdentity? Of(ClaimsPrincipal token, AuthSettings settings, string scheme)
    {
        if (token.FindAll(settings.Jwt.NameClaim).ToArray() is not [{ Value: { } subject }] || !IsSound(subject))
            return null;
        var identity = new ClaimsIdentity(scheme, Actor, Role);
        identity.AddClaim(new Claim(Actor, $"user:{subject}"));
        foreach (var role in token.FindAll(settings.Jwt.RoleClaim).Select(static claim => claim.Value).Distinct())
        {
            if (Roles.All.Contains(role))
                identity.AddClaim(new Claim(Role, role));
        }
        // No token without an end is taken.
        if (token.FindFirst("exp")?.Value is { } end)
            identity.AddClaim(new Claim(EndsAt, end));
        // Without exactly one sound tenant it has none, and is turned away where there are tenants.
        if (settings.HasTenants && token.FindAll(settings.TenantClaim!).ToArray() is [{ Value: { } tenant }]
            && TenantKey.IsTenant(tenant))
        {
            identity.AddClaim(new Claim(Tenant, tenant));
        }
        return identity;
    }

    private static bool IsSound(string text) =>
        text.Length is > 0 and <= MaxSubject && text.All(static character => character is > ' ' and <= '~');
}
