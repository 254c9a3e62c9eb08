using System.Diagnostics.Metrics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Orchestrix.Diagnostics;

namespace Bank.Client.Pipeline;

/// <summary>
/// Measures until when the certificate is valid that the last caller was shown, which need not be the one in the file.
/// </summary>
internal sealed class HttpCertificate
{
    private long _end;

    public HttpCertificate(IMeterFactory meters) => CertificateExpiry.Observe(
        meters.Create("Orchestrix"), "http",
        () => Interlocked.Read(ref _end) is > 0 and var end ? DateTimeOffset.FromUnixTimeSeconds(end) : null);

    /// <summary>A handshake begins.</summary>
    public void Show(SslServerAuthenticationOptions handshake)
    {
        if ((handshake.ServerCertificateContext?.TargetCertificate ?? handshake.ServerCertificate)
            is X509Certificate2 certificate)
        {
            Interlocked.Exchange(ref _end, new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds());
        }
    }
}
