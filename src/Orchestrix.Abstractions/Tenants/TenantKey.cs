namespace Orchestrix.Tenants;

/// <summary>
/// Keys of grains that belong to a tenant: <c>{tenant}~{id}</c>. The same id in two tenants is two keys, and no key of
/// one tenant begins with that of another.
/// </summary>
public static class TenantKey
{
    /// <summary>Longest name of a tenant, in characters: 40, for which a UUID with hyphens is short enough.</summary>
    public const int MaxTenantLength = 40;

    /// <summary>Stands between tenant and id; no character of a tenant's name.</summary>
    public const char Separator = '~';

    /// <summary>
    /// True if <paramref name="name"/> can name a tenant: 1 to <see cref="MaxTenantLength"/> lowercase ASCII letters,
    /// digits and hyphens, the first no hyphen.
    /// </summary>
    public static bool IsTenant(string? name) => IsName(name);

    /// <summary>The key of what a tenant calls <paramref name="id"/>; the id itself where there is no tenant.</summary>
    /// <exception cref="ArgumentException">The tenant has no sound name, or the id is blank.</exception>
    public static string For(string? tenant, string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return tenant is null ? id : $"{PrefixOf(tenant)}{id}";
    }

    /// <summary>What all keys of a tenant begin with, and no other ones.</summary>
    /// <exception cref="ArgumentException">The tenant has no sound name.</exception>
    public static string PrefixOf(string tenant) => IsTenant(tenant)
        ? $"{tenant}{Separator}"
        : throw new ArgumentException(
            $"A tenant has a name of 1 to {MaxTenantLength} lowercase letters, digits and hyphens, the first no "
            + "hyphen.",
            nameof(tenant));

    /// <summary>
    /// What comes right behind all keys of a tenant in ordinal order, and before those of any other: with
    /// <see cref="PrefixOf"/> it bounds a query over keys.
    /// </summary>
    /// <exception cref="ArgumentException">The tenant has no sound name.</exception>
    public static string Beyond(string tenant) => $"{PrefixOf(tenant)[..^1]}{(char)(Separator + 1)}";

    /// <summary>The tenant that a key belongs to; null if it belongs to none.</summary>
    public static string? TenantOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return LengthOfTenant(key) is > 0 and var length ? key[..length] : null;
    }

    /// <summary>What the tenant of a key calls it; the whole key if it belongs to none.</summary>
    public static string IdOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return LengthOfTenant(key) is > 0 and var length ? key[(length + 1)..] : key;
    }

    /// <summary>The length of the tenant's name at the beginning of a key; 0 if there is none.</summary>
    internal static int LengthOfTenant(ReadOnlySpan<char> key)
    {
        var separator = key[..Math.Min(key.Length, MaxTenantLength + 1)].IndexOf(Separator);
        // Without anything behind the separator it is no key of a tenant.
        return separator > 0 && separator < key.Length - 1 && IsName(key[..separator]) ? separator : 0;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxTenantLength || name[0] == '-')
            return false;
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '-')
                return false;
        }
        return true;
    }
}
