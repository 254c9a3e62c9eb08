namespace Bank.Contracts;

/// <summary>The limits of what an account accepts and of what it answers at once.</summary>
public static class AccountLimits
{
    /// <summary>Longest account id, in characters.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Longest name of an owner, in characters.</summary>
    public const int MaxOwnerLength = 200;

    /// <summary>Longest reference of a booking, in characters; SEPA allows 140.</summary>
    public const int MaxReferenceLength = 140;

    /// <summary>Longest reason for freezing an account, in characters.</summary>
    public const int MaxReasonLength = 500;

    /// <summary>Longest text of one booking detail, in characters.</summary>
    public const int MaxDetailLength = 64;

    /// <summary>Most events or statement entries in one page.</summary>
    public const int MaxPageSize = 500;

    /// <summary>
    /// True if <paramref name="id"/> can name an account: 1 to <see cref="MaxIdLength"/> ASCII letters, digits, dots,
    /// hyphens and underscores, the first a letter or digit.
    /// </summary>
    public static bool IsAccountId(string? id) =>
        id is { Length: > 0 and <= MaxIdLength }
        && char.IsAsciiLetterOrDigit(id[0])
        && id.All(static character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');
}
