using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Orchestrix.Readiness;
using static Orchestrix.Readiness.CheckSeverity;
using static Orchestrix.Readiness.ReadinessProfile;

namespace Orchestrix.Cli.Readiness;

/// <summary>Checks of the HTTP API, made from outside and without an identity.</summary>
internal static class HttpProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(14);

    private static readonly ReadinessCheck _tls = new(
        "security.http-tls", "HTTP is encrypted", Critical, Production,
        "Without TLS everybody on the way reads tokens and amounts, and can change them. As negotiated.",
        "Listen on https with a certificate, TLS 1.2 or 1.3, and give --url that address.");

    private static readonly ReadinessCheck _certificate = new(
        "security.http-certificate", "The certificate is valid and not about to end", Critical, Production,
        "When it ends, every caller is refused at once. At least 14 days have to be left.",
        "Renew it, and see that whatever renews it runs.");

    private static readonly ReadinessCheck _authentication = new(
        "security.http-authentication", "No write without an identity", Critical, Staging,
        "Who writes anonymously writes in everybody's name. Each write of the OpenAPI document, and each form of its "
        + "x-forms, is tried without an identity and must be answered with 401, 403 or a way to sign in.",
        "Require authentication for what the evidence names.");

    private static readonly ReadinessCheck _headers = new(
        "security.http-headers", "Answers carry security headers", Minor, Production,
        "Browsers take content for another type, or follow a downgrade to http.",
        "Send X-Content-Type-Options: nosniff and Strict-Transport-Security, and no Server header.");

    /// <summary>The checks.</summary>
    public static IReadOnlyList<ReadinessCheck> Checks { get; } = [_tls, _certificate, _authentication, _headers];

    /// <summary>Runs all of them.</summary>
    /// <param name="url">Where the API is; null probes nothing.</param>
    /// <param name="authorities">Who may sign its certificate; null for those that this machine trusts.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<CheckResult>> RunAsync(
        Uri? url, X509Certificate2Collection? authorities, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (url is null)
            return [.. Checks.Select(static check => check.Judge(false, "not probed: no --url was given"))];
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Patience };
        // The certificate has a check of its own; the others go on with a bad one.
#pragma warning disable CA5359 // No secret is sent on these connections; what they are worth is what is measured.
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        using var http = new HttpClient(handler) { BaseAddress = url, Timeout = Patience };
        var connected = await ConnectAsync(url, authorities, now, cancellationToken);
        var answered = await Task.WhenAll(
            TryAsync(_authentication, () => WriteProbe.RunAsync(_authentication, http, cancellationToken)),
            TryAsync(_headers, () => HeadersAsync(http, url, cancellationToken)));
        return [.. connected, .. answered];
    }

    private static async Task<CheckResult> TryAsync(ReadinessCheck check, Func<Task<CheckResult>> probe)
    {
        try
        {
            return await probe();
        }
        catch (Exception exception) when (exception
            is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            return check.Judge(false, $"no answer: {exception.Message}");
        }
    }

    private static async Task<CheckResult[]> ConnectAsync(
        Uri url, X509Certificate2Collection? authorities, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (url.Scheme != Uri.UriSchemeHttps)
        {
            return
            [
                _tls.Judge(false, "the address is http"),
                _certificate.Judge(false, "the address is http"),
            ];
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var errors = SslPolicyErrors.None;
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(url.IdnHost, url.Port, limit.Token);
            await using var stream = new SslStream(socket.GetStream());
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = url.IdnHost,
                CertificateChainPolicy = Trusting(authorities),
#pragma warning disable CA5359 // What is wrong with the certificate is the result.
                RemoteCertificateValidationCallback = (_, _, _, found) =>
                {
                    errors = found;
                    return true;
                },
#pragma warning restore CA5359
            }, limit.Token);
            var isNew = stream.SslProtocol is SslProtocols.Tls12 or SslProtocols.Tls13;
            var left = new DateTimeOffset(new X509Certificate2(stream.RemoteCertificate!).NotAfter) - now;
            return
            [
                _tls.Judge(isNew, $"{stream.SslProtocol}, {stream.NegotiatedCipherSuite}"),
                _certificate.Judge(errors == SslPolicyErrors.None && left >= Renewal, string.Create(
                    CultureInfo.InvariantCulture, $"{left.TotalDays:0} days left; "
                    + $"{(errors == SslPolicyErrors.None ? "trusted here" : $"not trusted here: {errors}")}")),
            ];
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return
            [
                _tls.Judge(false, $"no handshake: {exception.GetType().Name}"),
                _certificate.Judge(false, $"no handshake: {exception.GetType().Name}"),
            ];
        }
    }

    private static async Task<CheckResult> HeadersAsync(HttpClient http, Uri url, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync("openapi/v1.json", cancellationToken);
        bool Has(string name) => answer.Headers.Contains(name);
        string[] wrong =
        [
            .. Has("X-Content-Type-Options") ? (string[])[] : ["no X-Content-Type-Options"],
            .. Has("Strict-Transport-Security") || url.IsLoopback ? (string[])[] : ["no Strict-Transport-Security"],
            .. Has("Server") ? (string[])["a Server header"] : [],
        ];
        return _headers.Judge(wrong.Length == 0, wrong.Length == 0 ? "as they should be" : string.Join(", ", wrong));
    }

    private static X509ChainPolicy? Trusting(X509Certificate2Collection? authorities)
    {
        if (authorities is null)
            return null;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // An authority of one's own publishes no list of what it has taken back.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
