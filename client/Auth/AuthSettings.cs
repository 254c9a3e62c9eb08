using System.Text.RegularExpressions;
using Bank.Client.Configuration;
using Orchestrix.Errors;
using Orchestrix.Security.Secrets;
using Orchestrix.Tenants;

namespace Bank.Client.Auth;

/// <summary>
/// Who may use the API. Configuration section <see cref="Section"/>; keys are read again when the configuration
/// changes.
/// </summary>
public sealed partial class AuthSettings
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Auth";

    /// <summary>Longest name or id, in characters.</summary>
    internal const int MaxName = 64;

    /// <summary>The API keys.</summary>
    public IList<ApiKeySettings> ApiKeys { get; } = [];

    /// <summary>The provider of tokens.</summary>
    public JwtSettings Jwt { get; set; } = new();

    /// <summary>
    /// The claim of a token that holds its tenant. Without it there are no tenants, which is the default. With it,
    /// every token has to hold it exactly once, and every key has a <see cref="ApiKeySettings.Tenant"/>, or is
    /// <see cref="ApiKeySettings.IsOfInstallation"/>. Takes effect when the API is started.
    /// </summary>
    public string? TenantClaim { get; set; }

    /// <summary>
    /// The directory in which the keys of cookies and forms are kept, shared by all processes that serve the pages.
    /// Without it each process has its own, in memory: who signed in at one is unknown to another, and after a restart.
    /// </summary>
    public string? DataProtectionDirectory { get; set; }

    internal bool HasTenants => !string.IsNullOrEmpty(TenantClaim);

    internal bool IsAnybodyAdmitted => ApiKeys.Count > 0 || Jwt.IsEnabled;

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">One is missing or makes no sense; the message names it.</exception>
    public static AuthSettings Read(IConfiguration configuration)
    {
        var settings = Settings.Read<AuthSettings>(configuration, Section);
        for (var index = 0; index < settings.ApiKeys.Count; index++)
        {
            var (key, place) = (settings.ApiKeys[index], $"{Section}:{nameof(ApiKeys)}:{index}");
            key.Hash = SecretFile.Choose(key.Hash, key.HashFile, $"{place}:Hash", $"{place}:HashFile") ?? "";
            Check(key, place);
            CheckTenant(key, settings.HasTenants, place);
        }
        if (settings.ApiKeys.GroupBy(static key => key.Id, StringComparer.Ordinal).Any(static same => same.Count() > 1))
            throw new ConfigurationException($"Two of {Section}:{nameof(ApiKeys)} have the same Id.");
        if (settings.Jwt.IsEnabled && string.IsNullOrEmpty(settings.Jwt.Audience))
        {
            throw new ConfigurationException($"{Section}:Jwt:Audience is missing: without it a token for any other "
                + "program of the same provider would be taken.");
        }
        return settings;
    }

    private static void Check(ApiKeySettings key, string place)
    {
        if (!Identifier().IsMatch(key.Id))
            throw Wrong(place, "Id", "is no id of a key");
        if (!Identifier().IsMatch(key.Name))
            throw Wrong(place, "Name", $"must be 1 to {MaxName} lowercase letters, digits, dots and hyphens");
        if (!Hash().IsMatch(key.Hash))
            throw Wrong(place, "Hash", "must be 64 hexadecimal digits: the SHA-256 of the secret, never the secret");
        if (key.Roles.Count == 0 || key.Roles.Any(static role => !Roles.All.Contains(role)))
            throw Wrong(place, "Roles", $"must name some of {string.Join(", ", Roles.All)}");
        if (key.ExpiresAt is null)
            throw Wrong(place, "ExpiresAt", "is missing: every key has an end, such as 2027-01-31T00:00:00Z");
    }

    private static void CheckTenant(ApiKeySettings key, bool hasTenants, string place)
    {
        if (key.Tenant is { } tenant)
        {
            if (!hasTenants)
            {
                throw Wrong(place, "Tenant", $"keeps nobody apart without {Section}:{nameof(TenantClaim)}: set that, "
                    + "or take it out");
            }
            if (!TenantKey.IsTenant(tenant))
            {
                throw Wrong(place, "Tenant", $"must be 1 to {TenantKey.MaxTenantLength} lowercase letters, digits and "
                    + "hyphens, the first no hyphen");
            }
            if (key.IsOfInstallation)
                throw Wrong(place, "IsOfInstallation", "must not be true for a key with a Tenant");
        }
        else if (hasTenants && !key.IsOfInstallation)
        {
            throw Wrong(place, "Tenant", $"is missing: with {Section}:{nameof(TenantClaim)} every key has one, unless "
                + "its IsOfInstallation is true");
        }
    }

    private static ConfigurationException Wrong(string place, string name, string what) =>
        new($"{place}:{name} {what}. `bank keys new` makes an entry.");

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{0,63}\\z")]
    private static partial Regex Identifier();

    [GeneratedRegex("^[0-9a-fA-F]{64}\\z")]
    private static partial Regex Hash();
}
