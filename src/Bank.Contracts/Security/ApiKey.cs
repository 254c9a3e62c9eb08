using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bank.Contracts.Security;

/// <summary>
/// An API key: <c>orx_ID_SECRET</c>. The id finds it, the secret proves it; a configuration knows the id and the hash
/// of the secret. The secret has 256 random bits, so one round of SHA-256 is as good as many.
/// </summary>
public sealed class ApiKey
{
    /// <summary>What every key begins with, so that people and scanners recognize one that leaked.</summary>
    public const string Prefix = "orx_";

    private const int IdBytes = 5;
    private const int SecretBytes = 32;
    private const int SecretLength = 43;

    private ApiKey(string id, string secret)
    {
        (Id, Text) = (id, $"{Prefix}{id}_{secret}");
        Hash = Convert.ToHexStringLower(HashOf(secret));
    }

    /// <summary>The public part.</summary>
    public string Id { get; }

    /// <summary>The whole key, to be given to its bearer and kept nowhere else.</summary>
    public string Text { get; }

    /// <summary>What a configuration keeps: SHA-256 of the secret, as hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>Makes a key at random.</summary>
    public static ApiKey New() => new(
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>What the API's configuration has to say about the key, by the names of the settings.</summary>
    /// <param name="index">Its place among the keys, from 0.</param>
    /// <param name="name">Whose key it is.</param>
    /// <param name="roles">What its bearer may do.</param>
    /// <param name="expiresAt">From when on it is refused.</param>
    public IEnumerable<KeyValuePair<string, string>> ToSettings(
        int index, string name, IReadOnlyList<string> roles, DateTimeOffset expiresAt)
    {
        ArgumentNullException.ThrowIfNull(roles);
        var place = string.Create(CultureInfo.InvariantCulture, $"Auth:ApiKeys:{index}");
        yield return new($"{place}:Id", Id);
        yield return new($"{place}:Name", name);
        yield return new($"{place}:Hash", Hash);
        yield return new($"{place}:ExpiresAt", expiresAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
        for (var role = 0; role < roles.Count; role++)
            yield return new(string.Create(CultureInfo.InvariantCulture, $"{place}:Roles:{role}"), roles[role]);
    }

    /// <summary>Takes a key apart; false if it has not the form of one.</summary>
    public static bool TryParse(string? text, out string id, out string secret)
    {
        (id, secret) = ("", "");
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || text.Length != Prefix.Length + IdBytes * 2 + 1 + SecretLength
            || text[Prefix.Length + IdBytes * 2] != '_')
        {
            return false;
        }
        (id, secret) = (text[Prefix.Length..(Prefix.Length + IdBytes * 2)], text[^SecretLength..]);
        return true;
    }

    /// <summary>The hash of a secret part.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
