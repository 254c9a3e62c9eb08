using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrix.PostgreSQL.Sessions;

/// <summary>Asks a server for its certificate as drivers do, believes whatever it shows, and sends nothing.</summary>
internal static class ServerHandshake
{
    // SSLRequest: https://www.postgresql.org/docs/current/protocol-message-formats.html
    private const int RequestLength = 8;
    private const int RequestCode = 80877103;
    private const byte Willing = (byte)'S';

    /// <summary>The certificate, intermediate ones behind it; empty if the server does not speak TLS.</summary>
    /// <exception cref="SocketException">Nothing answers.</exception>
    /// <exception cref="IOException">The connection was lost.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">No common version of TLS.</exception>
    public static async Task<X509Certificate2Collection> ReadAsync(
        string host, int port, CancellationToken cancellationToken)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
        var plain = socket.GetStream();
        var message = new byte[RequestLength];
        BinaryPrimitives.WriteInt32BigEndian(message, RequestLength);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(sizeof(int)), RequestCode);
        await plain.WriteAsync(message, cancellationToken).ConfigureAwait(false);
        await plain.ReadExactlyAsync(message.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
        var shown = new X509Certificate2Collection();
        if (message[0] != Willing)
            return shown;
        var stream = new SslStream(plain);
        await using var end = stream.ConfigureAwait(false);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                // Nothing is fetched from addresses that a stranger's certificate names.
                CertificateChainPolicy = new X509ChainPolicy
                {
                    DisableCertificateDownloads = true,
                    RevocationMode = X509RevocationMode.NoCheck,
                },
#pragma warning disable CA5359 // Nothing is sent; sessions verify it, and this looks at it.
                RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                {
                    // They end with the stream.
                    shown.Add(X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData()));
                    foreach (var one in chain!.ChainPolicy.ExtraStore)
                        shown.Add(X509CertificateLoader.LoadCertificate(one.RawData));
                    return true;
                },
#pragma warning restore CA5359
            },
            cancellationToken).ConfigureAwait(false);
        return shown;
    }
}
