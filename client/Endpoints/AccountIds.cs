using System.Security.Cryptography;
using System.Text;
using Bank.Client.Auth;
using Bank.Client.Problems;
using Bank.Contracts;

namespace Bank.Client.Endpoints;

/// <summary>Where the id of a new account comes from.</summary>
internal static class AccountIds
{
    private const int DerivedBytes = 16;

    /// <summary>
    /// The caller's choice; else derived from its idempotency key, so that a repeat reaches the same account; else a
    /// new one.
    /// </summary>
    public static string Choose(string? requested, string? idempotencyKey) =>
        requested ?? (idempotencyKey is null ? Guid.CreateVersion7().ToString("N") : Derive(idempotencyKey));

    public static IReadOnlyList<ProblemError> Check(string id) => AccountLimits.IsAccountId(id)
        ? []
        :
        [
            new ProblemError("id", "malformed",
                $"An account id has 1 to {AccountLimits.MaxIdLength} ASCII letters, digits, dots, hyphens and "
                + "underscores, and begins with a letter or digit."),
        ];

    /// <summary>The actor is part of it: two callers that choose the same key get two accounts.</summary>
    private static string Derive(string idempotencyKey)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Caller.Actor}\n{idempotencyKey}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, DerivedBytes));
    }
}
