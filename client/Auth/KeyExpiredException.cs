using Microsoft.IdentityModel.Tokens;

namespace Bank.Client.Auth;

/// <summary>A key was valid once. Told apart for the operators, never for the caller.</summary>
internal sealed class KeyExpiredException(string name) : SecurityTokenExpiredException("The key has expired.")
{
    /// <summary>Whose key it was.</summary>
    public string Name { get; } = name;
}
