using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bank.Cli.Topology;

/// <summary>
/// An authority whose key is in memory and ends with this program. It signs the certificates of a cluster on one
/// machine; an installation has a certificate manager.
/// </summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly TimeProvider _time;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    /// <summary>Makes a new authority that ends after <paramref name="lifetime"/>, as do its certificates.</summary>
    public CertificateAuthority(TimeProvider time, TimeSpan lifetime)
    {
        _time = time;
        var request = new CertificateRequest("CN=Orchestrix on this machine", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddMinutes(-5), now + lifetime);
    }

    /// <summary>Its own certificate, in PEM.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem() + '\n';

    /// <summary>Signs a certificate for a new key, for servers and clients.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="dnsNames">The names or addresses it may be reached by.</param>
    /// <returns>Certificate and key, in PEM.</returns>
    public (string Certificate, string Key) Issue(string name, params string[] dnsNames) =>
        Issue(name, _certificate.NotAfter, [ServerUse, ClientUse], dnsNames);

    /// <inheritdoc cref="Issue(string, string[])"/>
    /// <param name="name">Whose it is.</param>
    /// <param name="end">Until when it is valid.</param>
    /// <param name="uses">What it may be used for, as object identifiers.</param>
    /// <param name="dnsNames">The names or addresses it may be reached by.</param>
    public (string Certificate, string Key) Issue(string name, DateTimeOffset end, string[] uses, string[] dnsNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [.. uses.Select(static use => new Oid(use))], critical: false));
        if (dnsNames.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var dnsName in dnsNames)
            {
                if (IPAddress.TryParse(dnsName, out var address))
                    names.AddIpAddress(address);
                else
                    names.AddDnsName(dnsName);
            }
            request.CertificateExtensions.Add(names.Build());
        }
        using var certificate = request.Create(
            _certificate, _time.GetUtcNow().AddMinutes(-5), end, RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem() + '\n', key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>
    /// Writes the files of one program, <c>NAME.crt</c>, <c>NAME.key</c> and <c>ca.crt</c>, into a directory.
    /// </summary>
    /// <returns>The settings of <c>ClusterTls</c> that name them, as environment variables.</returns>
    public Dictionary<string, string> Write(string directory, string name, params string[] dnsNames)
    {
        var (certificate, key) = Issue(name, dnsNames);
        return Write(directory, name, certificate, key);
    }

    /// <inheritdoc cref="Write(string, string, string[])"/>
    public Dictionary<string, string> Write(string directory, string name, string certificate, string key)
    {
        var (certificateFile, keyFile, authorityFile) = (
            Path.Combine(directory, $"{name}.crt"), Path.Combine(directory, $"{name}.key"),
            Path.Combine(directory, "ca.crt"));
        Replace(keyFile, key);
        Replace(certificateFile, certificate);
        Replace(authorityFile, CertificatePem);
        return new()
        {
            ["ClusterTls__CertificateFile"] = certificateFile,
            ["ClusterTls__KeyFile"] = keyFile,
            ["ClusterTls__AuthorityFile"] = authorityFile,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    // At once, as a certificate manager does; and never readable by others, not even for a moment.
    private static void Replace(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(path + ".new", options))
            writer.Write(text);
        File.Move(path + ".new", path, overwrite: true);
    }
}
