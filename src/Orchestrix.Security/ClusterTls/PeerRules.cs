using System.Net.Security;
using Microsoft.Extensions.Logging;
using Orleans.Connections.Security;

namespace Orchestrix.Security.ClusterTls;

/// <summary>What each side of a connection shows and asks for.</summary>
/// <param name="files">The credentials.</param>
/// <param name="siloName">The name that only silos have.</param>
internal sealed class PeerRules(CredentialFiles files, string siloName)
{
    /// <summary>For the side that is connected to.</summary>
    /// <param name="isSiloAsked">True if only a silo may connect, false if clients may too.</param>
    /// <param name="logger">Hears of renewals.</param>
    public TlsOptions Server(bool isSiloAsked, ILogger logger)
    {
        var options = Options(isSiloAsked);
        // Not called, since the context below comes first; the library asks for one.
        options.LocalServerCertificateSelector = (_, _) => files.Current(logger).Certificate;
        options.OnAuthenticateAsServer = (_, server) =>
        {
            var credentials = files.Current(logger);
            var ssl = (SslServerAuthenticationOptions)server.SslServerAuthenticationOptions;
            ssl.ServerCertificateSelectionCallback = null;
            ssl.ServerCertificateContext = credentials.Context;
            ssl.CertificateChainPolicy = credentials.Policy();
            // Connections last; a resumed one would go by a certificate of before.
            ssl.AllowTlsResume = false;
        };
        return options;
    }

    /// <summary>For the side that connects, always to a silo.</summary>
    public TlsOptions Client(ILogger logger)
    {
        var options = Options(isSiloAsked: true);
        options.OnAuthenticateAsClient = (_, client) =>
        {
            var credentials = files.Current(logger);
            var ssl = (SslClientAuthenticationOptions)client.SslClientAuthenticationOptions;
            ssl.TargetHost = siloName;
            ssl.ClientCertificateContext = credentials.Context;
            ssl.CertificateChainPolicy = credentials.Policy();
            ssl.AllowTlsResume = false;
        };
        return options;
    }

    private TlsOptions Options(bool isSiloAsked) => new()
    {
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = (certificate, _, errors) => errors == SslPolicyErrors.None
            && (!isSiloAsked
                || certificate.MatchesHostname(siloName, allowWildcards: false, allowCommonName: false)),
    };
}
