using System.Buffers.Binary;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>Looks at the certificate that the database shows, and whether sessions look at it.</summary>
internal static class ServerCertificate
{
    // SSLRequest: https://www.postgresql.org/docs/current/protocol-message-formats.html
    private const int RequestLength = 8;
    private const int RequestCode = 80877103;
    private const byte Willing = (byte)'S';

    /// <summary>Judges both.</summary>
    /// <param name="session">A session with the server; it was verified if its settings ask for that.</param>
    /// <param name="minLife">What the certificate must have left.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<CheckResult> CheckAsync(
        NpgsqlConnection session, TimeSpan minLife, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var check = DatabaseChecks.Certificate;
        var mode = new NpgsqlConnectionStringBuilder(session.ConnectionString).SslMode;
        if (mode != SslMode.VerifyFull)
            return check.Judge(false, $"SSL Mode is {mode}: any server is believed");
        try
        {
            var left = await ReadEndAsync(session.Host!, session.Port, cancellationToken).ConfigureAwait(false) - now;
            return check.Judge(left >= minLife, string.Create(
                CultureInfo.InvariantCulture, $"verified; {left.TotalDays:0} days left"));
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException)
        {
            return check.Judge(false, $"no handshake: {exception.GetType().Name}");
        }
    }

    private static async Task<DateTimeOffset> ReadEndAsync(
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
        if (message[0] != Willing)
            throw new AuthenticationException("The server does not speak TLS.");
        var stream = new SslStream(plain);
        await using var end = stream.ConfigureAwait(false);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
#pragma warning disable CA5359 // Nothing is sent; sessions verify it, and this reads its end.
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
            },
            cancellationToken).ConfigureAwait(false);
        return ((X509Certificate2)stream.RemoteCertificate!).NotAfter;
    }
}
