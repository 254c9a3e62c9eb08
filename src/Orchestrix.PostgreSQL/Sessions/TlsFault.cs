using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Npgsql;

namespace Orchestrix.PostgreSQL.Sessions;

/// <summary>
/// Finds out why a server was not believed. The driver says that it was not; who has to mend it wants to know whether
/// the certificate is too old, for another name or of another authority, and which.
/// </summary>
internal static class TlsFault
{
    private const int MaxNameLength = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Looks at each server of a connection string that asks for TLS.</summary>
    /// <returns>What is wrong and what to do; null if nothing is found.</returns>
    public static async Task<string?> FindAsync(
        NpgsqlConnectionStringBuilder connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (connection.SslMode < SslMode.Require)
            return null;
        foreach (var server in ConnectionString.Hosts(connection).Where(static one => !ConnectionString.IsSocket(one)))
        {
            var (host, port) = ConnectionString.Split(server, connection.Port);
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            late.CancelAfter(Patience);
            try
            {
                var shown = await ServerHandshake.ReadAsync(host, port, late.Token).ConfigureAwait(false);
                if (Judge(connection, host, $"{host}:{port}", shown, now) is { } fault)
                    return fault;
            }
            catch (AuthenticationException exception)
            {
                return $"PostgreSQL at {host}:{port} agrees on no version of TLS: {exception.Message}";
            }
            catch (CryptographicException exception)
            {
                return $"The certificate of PostgreSQL at {host}:{port} cannot be read ({exception.Message}). Issue "
                    + "one by common means; if it is none of yours, somebody poses as the server.";
            }
            // That nothing answers is said by who wanted to connect.
            catch (Exception exception) when (exception is SocketException or IOException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
            }
        }
        return null;
    }

    /// <summary>What is wrong with what a server has shown; null if nothing is.</summary>
    /// <exception cref="CryptographicException">It cannot be read.</exception>
    public static string? Judge(
        NpgsqlConnectionStringBuilder connection, string host, string place, X509Certificate2Collection shown,
        DateTimeOffset now)
    {
        if (shown.Count == 0)
        {
            return $"PostgreSQL at {place} does not speak TLS, and SSL Mode={connection.SslMode} asks for it. At the "
                + "server set ssl = on, ssl_cert_file and ssl_key_file, and hostssl in pg_hba.conf.";
        }
        if (connection.SslMode < SslMode.VerifyCA)
            return null;
        var certificate = shown[0];
        if (certificate.NotAfter < now || certificate.NotBefore > now)
        {
            return $"The certificate of PostgreSQL at {place} is valid from {Instant(certificate.NotBefore)} to "
                + $"{Instant(certificate.NotAfter)} only. Renew it, and let the server read it (select "
                + "pg_reload_conf()); or set this machine's clock.";
        }
        if (connection.SslMode == SslMode.VerifyFull && !certificate.MatchesHostname(host, allowWildcards: true))
        {
            return $"The certificate of PostgreSQL at {place} is for {Names(certificate)}, not for {host}. Connect by "
                + "a name that it has, or issue one with this name.";
        }
        return Chain(connection, place, shown);
    }

    private static string? Chain(
        NpgsqlConnectionStringBuilder connection, string place, X509Certificate2Collection shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ExtraStore.AddRange(shown);
        var trusted = "the authorities of this machine; name a file with its authority in Root Certificate";
        if (Authorities(connection) is { Length: > 0 } path)
        {
            trusted = $"Root Certificate={path}";
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            try
            {
                chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(path);
            }
            catch (Exception exception) when (
                exception is IOException or UnauthorizedAccessException or CryptographicException)
            {
                return $"{trusted} cannot be read: {exception.Message}";
            }
        }
        return chain.Build(shown[0])
            ? null
            : $"The certificate of PostgreSQL at {place} is not of {trusted} "
                + $"({string.Join(", ", chain.ChainStatus.Select(static one => one.Status))}). Put the certificate of "
                + "the authority that has signed it there; if none of yours has, somebody poses as the server.";
    }

    /// <summary>The file that the driver takes authorities from; null if those of the machine count.</summary>
    private static string? Authorities(NpgsqlConnectionStringBuilder connection)
    {
        if ((connection.RootCertificate ?? Environment.GetEnvironmentVariable("PGSSLROOTCERT")) is { } named)
            return named;
        var folder = OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetEnvironmentVariable("APPDATA") ?? "", "postgresql")
            : Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "", ".postgresql");
        var file = Path.Combine(folder, "root.crt");
        return File.Exists(file) ? file : null;
    }

    private static string Instant(DateTime time) =>
        time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(static one =>
            one.EnumerateDnsNames().Concat(one.EnumerateIPAddresses().Select(static address => address.ToString())));
        var all = string.Join(", ", names.Take(5));
        return Plain(all.Length > 0 ? all : certificate.Subject);
    }

    /// <summary>A stranger chose it: no more of it than a line of text.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(MaxNameLength))
        {
            plain.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? Rune.ReplacementChar : rune);
        }
        return plain.ToString();
    }
}
