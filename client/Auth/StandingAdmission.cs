using System.Globalization;

namespace Bank.Client.Auth;

/// <summary>Whether a caller that was admitted would be once more: for answers that have no end of their own.</summary>
internal sealed class StandingAdmission(ApiKeyRing keys, TimeProvider time)
{
    /// <summary>
    /// True if the key of a request is still in the configuration, with its secret, its tenant and the role, or its
    /// token has not ended.
    /// </summary>
    /// <param name="context">The request, which was admitted.</param>
    /// <param name="role">The role that its endpoint asks for, one of <see cref="Roles"/>.</param>
    public bool Holds(HttpContext context, string role)
    {
        var caller = context.User;
        if (!caller.HasClaim(static claim => claim.Type == Identity.KeyId))
        {
            var text = caller.FindFirst(Identity.EndsAt)?.Value;
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
                && time.GetUtcNow().ToUnixTimeSeconds() < end + AuthServices.ClockSkew.TotalSeconds;
        }
        return Bearer.TokenOf(context.Request) is { } sent && keys.Find(sent, out _) is { } key
            && key.Tenant == caller.FindFirst(Identity.Tenant)?.Value
            && key.Roles.Any(Roles.ThatMay(role).Contains);
    }
}
