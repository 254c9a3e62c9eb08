namespace Orchestrix.Readiness;

/// <summary>Says what everybody would try first.</summary>
public static class SecretStrength
{
    /// <summary>Shortest secret that is not called short, in characters.</summary>
    public const int MinLength = 12;

    // The words that images, tutorials and distributions use.
    private static readonly string[] _known =
    [
        "postgres", "password", "passw0rd", "admin", "secret", "changeme", "change-me", "example", "orchestrix", "test",
        "root", "letmein", "default", "replace-me",
    ];

    /// <summary>What is wrong with a secret, without naming it; null if nothing is.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="userName">Whose it is, if it has a name: nobody's secret is his own name.</param>
    public static string? Weakness(string secret, string? userName = null)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (_known.Contains(secret, StringComparer.OrdinalIgnoreCase)
            || secret.Equals(userName, StringComparison.OrdinalIgnoreCase))
        {
            return "a known word";
        }
        return secret.Length < MinLength ? $"shorter than {MinLength} characters" : null;
    }
}
