namespace Bank.Client.Auth;

/// <summary>
/// An API key as the configuration knows it: everything but the secret. Two entries of one name are one caller that
/// exchanges its key: the old one works until it expires or is taken out.
/// </summary>
public sealed class ApiKeySettings
{
    /// <summary>The public part of the key, by which it is found.</summary>
    public string Id { get; set; } = "";

    /// <summary>
    /// Whose key it is: 1 to 64 lowercase letters, digits, dots and hyphens. Recorded with each event as the actor
    /// <c>key:NAME</c>.
    /// </summary>
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the secret part, as 64 hexadecimal digits.</summary>
    public string Hash { get; set; } = "";

    /// <summary>A file that holds nothing but the hash, in the place of <see cref="Hash"/>.</summary>
    public string? HashFile { get; set; }

    /// <summary>What its bearer may do; see <see cref="Auth.Roles"/>.</summary>
    public IList<string> Roles { get; } = [];

    /// <summary>From when on it is refused. Every key has an end.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>
    /// The tenant whose caller it is; required where there are tenants (<see cref="AuthSettings.TenantClaim"/>), unless
    /// <see cref="IsOfInstallation"/>.
    /// </summary>
    public string? Tenant { get; set; }

    /// <summary>
    /// True if it is of no tenant but of the whole installation: it sees whole keys, the streams of all tenants, and
    /// what is not divided by tenants. Default false.
    /// </summary>
    public bool IsOfInstallation { get; set; }
}
