using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.Tests.Sessions;

/// <summary>What a stranger in the place of the server can make us say.</summary>
public sealed class TlsFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_a_fault_of_its_own()
    {
        var names = new X509Extension("2.5.29.17", [0x30, 0x7f, 0x01], critical: false);

        var fault = await FindAsync("CN=server", names);

        Assert.Contains("cannot be read", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_stranger_names_himself_reaches_a_terminal_as_more_than_text()
    {
        var evil = "\e[2J\r\nPassword: \u202e" + new string('x', 5000);
        var subject = new X500DistinguishedNameBuilder();
        subject.Add("2.5.4.3", evil, System.Formats.Asn1.UniversalTagNumber.UTF8String);

        var fault = await FindAsync(subject.Build(), null);

        Assert.Contains("is for ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(fault!, static one => char.IsControl(one) || one == '\u202e');
        Assert.InRange(fault!.Length, 1, 500);
    }

    [Fact]
    public async Task A_server_that_speaks_none_of_our_versions_of_TLS_is_a_fault_of_its_own()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = RefuseAsync(listener);

        var fault = await FindAsync(listener);

        Assert.Contains("agrees on no version of TLS", fault, StringComparison.Ordinal);
        await served;
    }

    private static async Task RefuseAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Stop);
        var plain = client.GetStream();
        await plain.ReadExactlyAsync(new byte[8], Stop);
        await plain.WriteAsync("S"u8.ToArray(), Stop);
        // The greeting's header: kind, version and length of what follows.
        var header = new byte[5];
        await plain.ReadExactlyAsync(header, Stop);
        await plain.ReadExactlyAsync(new byte[(header[3] << 8) | header[4]], Stop);
        // A fatal alert, protocol_version (RFC 8446, section 6).
        await plain.WriteAsync(new byte[] { 21, 3, 3, 0, 2, 2, 70 }, Stop);
    }

    private static Task<string?> FindAsync(TcpListener listener) => TlsFault.FindAsync(
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            SslMode = SslMode.VerifyFull,
        },
        TimeProvider.System.GetUtcNow(), Stop);

    private static Task<string?> FindAsync(string subject, X509Extension? extension) =>
        FindAsync(new X500DistinguishedName(subject), extension);

    private static async Task<string?> FindAsync(X500DistinguishedName subject, X509Extension? extension)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = ServeAsync(listener, subject, extension);
        var fault = await FindAsync(listener);
        // Whom nobody has asked waits no longer.
        listener.Stop();
        await served;
        return fault;
    }

    /// <summary>Takes one connection as a PostgreSQL that is willing to encrypt.</summary>
    private static async Task ServeAsync(
        TcpListener listener, X500DistinguishedName subject, X509Extension? extension)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (extension is not null)
            request.CertificateExtensions.Add(extension);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
        using var client = await listener.AcceptTcpClientAsync(Stop);
        var plain = client.GetStream();
        await plain.ReadExactlyAsync(new byte[8], Stop);
        await plain.WriteAsync("S"u8.ToArray(), Stop);
        await using var stream = new SslStream(plain);
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
        }
        // Who asks may go as soon as he has the certificate.
        catch (IOException)
        {
        }
    }
}
