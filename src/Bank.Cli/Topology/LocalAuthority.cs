using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bank.Cli.Topology;

/// <summary>
/// Signs certificates for programs of this machine. The authority's own key is in memory only, so that nobody can sign
/// another one later.
/// </summary>
internal sealed class LocalAuthority : IDisposable
{
    /// <summary>The name by which silos know each other.</summary>
    public const string SiloName = "orchestrix-silo";

    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(30);

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly X509Certificate2 _authority;

    /// <summary>Makes a new one.</summary>
    /// <param name="folder">Where certificates and keys go.</param>
    /// <param name="time">Dates them.</param>
    public LocalAuthority(string folder, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bank on this machine", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = time.GetUtcNow();
        _authority = request.CreateSelfSigned(now.AddMinutes(-5), now + _lifetime + TimeSpan.FromDays(1));
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, "authority.crt");
        File.WriteAllText(Path, _authority.ExportCertificatePem());
    }

    /// <summary>The file with the authority's certificate.</summary>
    public string Path { get; }

    /// <summary>Writes a certificate for 127.0.0.1, for servers and clients, and its key.</summary>
    /// <param name="name">Its common name, a name of the host that it is for, and that of its files.</param>
    public Certificate Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        var now = _time.GetUtcNow();
        using var certificate = request.Create(
            _authority, now.AddMinutes(-5), now + _lifetime, RandomNumberGenerator.GetBytes(16));
        var path = System.IO.Path.Combine(_folder, $"{name}.crt");
        var keyPath = System.IO.Path.Combine(_folder, $"{name}.key");
        File.WriteAllText(path, certificate.ExportCertificatePem());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(keyPath, options);
        writer.Write(key.ExportPkcs8PrivateKeyPem());
        return new Certificate(path, keyPath, Path);
    }

    /// <summary>For clients that trust this authority and no other.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };

    /// <inheritdoc/>
    public void Dispose() => _authority.Dispose();
}
