using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Pretends to be a gateway and listens for what a client would tell it.</summary>
internal sealed class ImpostorGateway : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;

    public ImpostorGateway((string Certificate, string Key) shown)
    {
        _certificate = X509Certificate2.CreateFromPem(shown.Certificate, shown.Key);
        _listener.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>True if the first that connects says anything once it has seen the certificate.</summary>
    public async Task<bool> IsBelievedAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ApplicationProtocols = [new SslApplicationProtocol("Orleans1")],
                    ServerCertificateContext = SslStreamCertificateContext.Create(_certificate, null, offline: true),
                    RemoteCertificateValidationCallback = static (_, _, _, errors) => errors >= SslPolicyErrors.None,
                },
                TestContext.Current.CancellationToken);
            return await tls.ReadAsync(new byte[1], TestContext.Current.CancellationToken) > 0;
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return false;
        }
    }

    /// <summary>The thumbprint of the certificate that the next to connect shows.</summary>
    public async Task<string?> ShownAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ApplicationProtocols = [new SslApplicationProtocol("Orleans1")],
                    ServerCertificateContext = SslStreamCertificateContext.Create(_certificate, null, offline: true),
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = static (_, _, _, errors) => errors >= SslPolicyErrors.None,
                },
                TestContext.Current.CancellationToken);
            return tls.RemoteCertificate?.GetCertHashString();
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _certificate.Dispose();
        return ValueTask.CompletedTask;
    }
}
