using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Orchestrix.Readiness;

/// <summary>
/// Knocks at the ports of silos as strangers would, without a certificate and with one that they have made themselves:
/// what they say then is what they are worth.
/// </summary>
internal sealed class PortProbe(IOptions<ReadinessOptions> options, TimeProvider time)
{
    private const int Told = 3;

    // For all of a handshake, and for a server that takes its time to close.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private enum Answer
    {
        /// <summary>No TLS is spoken.</summary>
        Plain,

        /// <summary>TLS is spoken with everybody.</summary>
        Open,

        /// <summary>TLS is spoken with everybody who has a certificate, whoever has signed it.</summary>
        Credulous,

        /// <summary>TLS is spoken, and a stranger is turned away.</summary>
        Mutual,
    }

    /// <summary>Judges how they are guarded, and for how long their certificates hold.</summary>
    /// <param name="doors">Each as <c>address:port</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<CheckResult>> TryAsync(
        IReadOnlyList<string> doors, CancellationToken cancellationToken)
    {
        using var own = MakeCertificate();
        var knocks = await Task.WhenAll(doors.Select(async door =>
        {
            var knocks = await Task.WhenAll(
                KnockAsync(door, null, cancellationToken), KnockAsync(door, own, cancellationToken));
            return knocks.MinBy(static one => one.Answer);
        }));
        var mutual = knocks.Count(static one => one.Answer == Answer.Mutual);
        string[] bad =
        [
            .. knocks.Where(static one => one.Answer != Answer.Mutual).Take(Told).Select(static one =>
                $"{one.Door} {Say(one.Answer)}"),
        ];
        return
        [
            ClusterChecks.Tls.Judge(mutual == knocks.Length, mutual == knocks.Length
                ? $"all {knocks.Length} ports speak TLS and refuse strangers"
                : $"{mutual} of {knocks.Length} ports refuse strangers; {string.Join(", ", bad)}"),
            Life([.. knocks.Select(static one => one.NotAfter).OfType<DateTimeOffset>()]),
        ];
    }

    private CheckResult Life(DateTimeOffset[] ends)
    {
        if (ends.Length == 0)
            return ClusterChecks.Certificates.Result(CheckOutcome.Failed, "no port shows a certificate");
        var left = ends.Min() - time.GetUtcNow();
        return ClusterChecks.Certificates.Judge(
            left >= options.Value.MinCertificateLife, string.Create(
                CultureInfo.InvariantCulture, $"the first of {ends.Length} ends in {left.TotalDays:0} days"));
    }

    private static string Say(Answer answer) => answer switch
    {
        Answer.Plain => "speaks no TLS",
        Answer.Open => "takes who has no certificate",
        _ => "takes a certificate that nobody has signed",
    };

    private X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = time.GetUtcNow();
        using var certificate = new CertificateRequest("CN=stranger", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        // Windows takes no key that exists in memory only.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }

    private static async Task<(string Door, Answer Answer, DateTimeOffset? NotAfter)> KnockAsync(
        string door, X509Certificate2? own, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var taken = own is null ? Answer.Open : Answer.Credulous;
        DateTimeOffset? notAfter = null;
        try
        {
            var endpoint = IPEndPoint.Parse(door);
            using var socket = new TcpClient(endpoint.AddressFamily);
            await socket.ConnectAsync(endpoint, limit.Token);
            await using var stream = new SslStream(socket.GetStream());
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = endpoint.Address.ToString(),
                    LocalCertificateSelectionCallback = own is null ? null : (_, _, _, _, _) => own,
#pragma warning disable CA5359 // Nothing is sent; what the certificate is, is the result.
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    {
                        notAfter = new DateTimeOffset(((X509Certificate2)certificate!).NotAfter);
                        return true;
                    },
#pragma warning restore CA5359
                },
                limit.Token);
            // With TLS 1.3 a client is through before the server has looked at its certificate.
            return (door, await IsClosedAsync(stream, limit.Token) ? Answer.Mutual : taken, notAfter);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (door, notAfter is null ? Answer.Plain : taken, notAfter);
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException)
        {
            // Who has shown a certificate before speaks TLS, and has refused.
            return (door, notAfter is null ? Answer.Plain : Answer.Mutual, notAfter);
        }
    }

    private static async Task<bool> IsClosedAsync(SslStream stream, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(new byte[1], cancellationToken) == 0;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
