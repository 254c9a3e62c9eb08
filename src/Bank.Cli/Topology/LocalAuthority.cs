using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Orchestrix.Security.ClusterTls;

namespace Bank.Cli.Topology;

/// <summary>An authority with a folder for what it has signed, and a client that trusts it.</summary>
internal sealed class LocalAuthority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly string _folder;
    private readonly CertificateAuthority _authority;
    private readonly X509Certificate2 _certificate;

    /// <summary>Makes a new one.</summary>
    /// <param name="folder">Where certificates and keys go.</param>
    /// <param name="time">Dates them.</param>
    public LocalAuthority(string folder, TimeProvider time)
    {
        (_folder, _authority) = (folder, new CertificateAuthority(time, Lifetime));
        _certificate = X509Certificate2.CreateFromPem(_authority.CertificatePem);
        Directory.CreateDirectory(folder);
    }

    /// <summary>The name by which silos know each other.</summary>
    public static string SiloName { get; } = new ClusterTlsOptions().SiloName;

    /// <summary>The file with the authority's certificate.</summary>
    public string Path => System.IO.Path.Combine(_folder, "ca.crt");

    /// <summary>Writes a certificate for this machine, for servers and clients, and its key.</summary>
    /// <param name="name">Whose it is, a name of the host that it is for, and that of its files.</param>
    public Certificate Issue(string name)
    {
        _authority.Write(_folder, name, IPAddress.Loopback.ToString(), "localhost", name);
        string FileOf(string end) => System.IO.Path.Combine(_folder, name + end);
        return new Certificate(FileOf(".crt"), FileOf(".key"), Path);
    }

    /// <summary>For clients that trust this authority and no other.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _authority.Dispose();
    }
}
