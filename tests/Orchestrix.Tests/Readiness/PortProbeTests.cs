using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Orchestrix.Readiness;

namespace Orchestrix.Tests.Readiness;

/// <summary>Ports that speak TLS with nobody strange, with everybody, and not at all.</summary>
public sealed class PortProbeTests
{
    private static readonly PortProbe _probe =
        new(Options.Create(new ReadinessOptions()), TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_port_that_asks_for_a_certificate_is_guarded(SslProtocols protocol)
    {
        using var door = new Door(protocol, Ask.Trusted, daysLeft: 30);

        var results = await _probe.TryAsync([door.Address], Stop);

        Assert.All(results, static one => Assert.Equal(CheckOutcome.Passed, one.Outcome));
        Assert.Equal("the first of 1 ends in 30 days", results[1].Evidence);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_port_that_takes_everybody_is_not(SslProtocols protocol)
    {
        using var guarded = new Door(protocol, Ask.Trusted, daysLeft: 30);
        using var open = new Door(protocol, Ask.Nothing, daysLeft: 30);

        var result = (await _probe.TryAsync([guarded.Address, open.Address], Stop))[0];

        Assert.Equal(CheckOutcome.Failed, result.Outcome);
        Assert.Equal(
            $"1 of 2 ports refuse strangers; {open.Address} takes who has no certificate", result.Evidence);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_port_that_takes_any_certificate_is_not(SslProtocols protocol)
    {
        using var door = new Door(protocol, Ask.Any, daysLeft: 30);

        var result = (await _probe.TryAsync([door.Address], Stop))[0];

        Assert.Equal(CheckOutcome.Failed, result.Outcome);
        Assert.Equal(
            $"0 of 1 ports refuse strangers; {door.Address} takes a certificate that nobody has signed",
            result.Evidence);
    }

    [Fact]
    public async Task A_port_without_TLS_fails_both()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;

        var results = await _probe.TryAsync([address], Stop);

        Assert.All(results, static one => Assert.Equal(CheckOutcome.Failed, one.Outcome));
        Assert.Equal($"0 of 1 ports refuse strangers; {address} speaks no TLS", results[0].Evidence);
    }

    [Fact]
    public async Task The_certificate_that_ends_first_counts()
    {
        using var near = new Door(SslProtocols.Tls13, Ask.Trusted, daysLeft: 13);
        using var far = new Door(SslProtocols.Tls13, Ask.Trusted, daysLeft: 300);

        var results = await _probe.TryAsync([far.Address, near.Address], Stop);

        Assert.Equal((CheckOutcome.Passed, CheckOutcome.Failed), (results[0].Outcome, results[1].Outcome));
        Assert.Equal("the first of 2 ends in 13 days", results[1].Evidence);
    }

    /// <summary>What a server wants of a caller.</summary>
    public enum Ask
    {
        Nothing,
        Any,
        Trusted,
    }

    /// <summary>A server that waits for what its caller says after the handshake.</summary>
    private sealed class Door : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;

        public Door(SslProtocols protocol, Ask ask, int daysLeft)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var now = TimeProvider.System.GetUtcNow();
            _certificate = new CertificateRequest("CN=door", key, HashAlgorithmName.SHA256)
                .CreateSelfSigned(now.AddDays(-1), now.AddDays(daysLeft).AddHours(1));
            _listener.Start();
            _ = ServeAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = _certificate,
                EnabledSslProtocols = protocol,
                ClientCertificateRequired = ask != Ask.Nothing,
                RemoteCertificateValidationCallback = (_, certificate, _, errors) => ask switch
                {
                    Ask.Nothing => true,
                    Ask.Any => certificate is not null,
                    _ => errors == SslPolicyErrors.None,
                },
            });
        }

        public string Address => _listener.LocalEndpoint.ToString()!;

        public void Dispose()
        {
            _listener.Dispose();
            _certificate.Dispose();
        }

        private async Task ServeAsync(SslServerAuthenticationOptions options)
        {
            try
            {
                while (true)
                    _ = AnswerAsync(await _listener.AcceptTcpClientAsync(), options);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
            }
        }

        private static async Task AnswerAsync(TcpClient caller, SslServerAuthenticationOptions options)
        {
            try
            {
                using var socket = caller;
                await using var stream = new SslStream(socket.GetStream());
                await stream.AuthenticateAsServerAsync(options);
                await stream.ReadExactlyAsync(new byte[1]);
            }
            catch (Exception exception) when (exception
                is IOException or AuthenticationException or SocketException or ObjectDisposedException)
            {
            }
        }
    }
}
