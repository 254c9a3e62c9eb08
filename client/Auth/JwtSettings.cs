namespace Bank.Client.Auth;

/// <summary>Tokens of an OpenID Connect provider.</summary>
public sealed class JwtSettings
{
    /// <summary>
    /// The provider's address, from which its keys are read (<c>/.well-known/openid-configuration</c>). Without it no
    /// token is taken. HTTPS, except in Development.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>The audience that a token has to name: this API.</summary>
    public string? Audience { get; set; }

    /// <summary>The claim that holds the roles, one or many. Default <c>roles</c>.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>The claim that says who it is; recorded as the actor <c>user:VALUE</c>. Default <c>sub</c>.</summary>
    public string NameClaim { get; set; } = "sub";

    internal bool IsEnabled => !string.IsNullOrEmpty(Authority);
}
