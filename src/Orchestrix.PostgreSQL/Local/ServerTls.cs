namespace Orchestrix.PostgreSQL.Local;

/// <summary>Puts a certificate into a cluster, and refuses connections over the network without it.</summary>
internal static class ServerTls
{
    private const string Certificate = "orchestrix.crt";
    private const string Key = "orchestrix.key";
    private const string Authority = "orchestrix-authority.crt";

    /// <summary>The settings of a server that has one.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["ssl"] = "on",
        ["ssl_cert_file"] = Certificate,
        ["ssl_key_file"] = Key,
        ["ssl_min_protocol_version"] = "TLSv1.2",
    };

    /// <summary>
    /// The authority's certificate where the server's user may read it, as a standby does: the one that clients name
    /// need not be his to read.
    /// </summary>
    public static string AuthorityIn(string dataDirectory) => Path.Combine(dataDirectory, Authority);

    /// <summary>Writes the files; the server must not run.</summary>
    public static async Task WriteAsync(
        string dataDirectory, LocalPostgresTls tls, ServerAccount account, CancellationToken cancellationToken)
    {
        var authority = await File.ReadAllTextAsync(tls.AuthorityPath, cancellationToken).ConfigureAwait(false);
        foreach (var (name, text) in new[]
        {
            (Certificate, tls.CertificatePem), (Key, tls.KeyPem), (Authority, authority),
        })
        {
            var path = Path.Combine(dataDirectory, name);
            File.Delete(path);
            await LocalCredentials.WriteSecretAsync(path, text, cancellationToken).ConfigureAwait(false);
            await account.OwnAsync(path, cancellationToken).ConfigureAwait(false);
        }
        // Truncated, not replaced: it keeps the server's user as its owner.
        var access = Path.Combine(dataDirectory, "pg_hba.conf");
        var lines = await File.ReadAllLinesAsync(access, cancellationToken).ConfigureAwait(false);
        await File.WriteAllLinesAsync(access, lines.Select(Encrypted), cancellationToken).ConfigureAwait(false);
    }

    private static string Encrypted(string line) =>
        line.StartsWith("host ", StringComparison.Ordinal) ? $"hostssl {line["host ".Length..]}" : line;
}
