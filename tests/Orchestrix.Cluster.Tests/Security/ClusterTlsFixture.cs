using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bank.Cli.Topology;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Security.ClusterTls;
using Orchestrix.Security.Hosting;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>A silo with a certificate, and two authorities: the one it believes, and another.</summary>
public sealed class ClusterTlsFixture : IAsyncLifetime
{
    public const string SiloName = "orchestrix-silo";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orchestrix-mtls-");
    private BankSilo? _silo;

    internal CertificateAuthority Authority { get; } = new(TimeProvider.System, TimeSpan.FromHours(1));

    internal CertificateAuthority Stranger { get; } = new(TimeProvider.System, TimeSpan.FromHours(1));

    public int SiloPort { get; private set; }

    public int GatewayPort { get; private set; }

    public ClusterTlsReport Report { get; private set; } = null!;

    public BankSilo Silo => _silo!;

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(2);
        (SiloPort, GatewayPort) = (ports[0], ports[1]);
        var options = OptionsOf(Authority.Write(NewDirectory(), "silo", SiloName));
        _silo = await BankSilo.StartAsync(SiloPort, GatewayPort, configure: silo => silo.UseClusterTls(options));
        Report = (ClusterTlsReport)_silo.Services.GetService(typeof(ClusterTlsReport))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        Authority.Dispose();
        Stranger.Dispose();
        _directory.Delete(recursive: true);
    }

    public string NewDirectory() => _directory.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    /// <summary>Settings of <c>ClusterTls</c>, written as environment variables, as a program reads them.</summary>
    public static ClusterTlsOptions OptionsOf(Dictionary<string, string> settings) => new()
    {
        CertificateFile = settings["ClusterTls__CertificateFile"],
        KeyFile = settings["ClusterTls__KeyFile"],
        AuthorityFile = settings["ClusterTls__AuthorityFile"],
    };

    /// <summary>The same as arguments of the API.</summary>
    public static string[] Arguments(Dictionary<string, string> settings) =>
        [.. settings.Select(static one => $"--{one.Key.Replace("__", ":", StringComparison.Ordinal)}={one.Value}")];

    /// <summary>
    /// True if the silo still listens to a caller who has shown a certificate, or none: it has then sent nothing and
    /// waits for the first message.
    /// </summary>
    internal static async Task<bool> IsAdmittedAsync(int port, (string Certificate, string Key)? shown) =>
        await ConnectAsync(port, shown, HearsAsync);

    /// <summary>The thumbprint of the certificate that the silo shows.</summary>
    internal static async Task<string?> ShownAsync(int port, (string Certificate, string Key)? shown) =>
        await ConnectAsync(port, shown, static tls => Task.FromResult(tls.RemoteCertificate?.GetCertHashString()));

    private static async Task<T?> ConnectAsync<T>(
        int port, (string Certificate, string Key)? shown, Func<SslStream, Task<T>> then)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        // The server's certificate is not what this is about.
        using var certificate = shown is { } one ? X509Certificate2.CreateFromPem(one.Certificate, one.Key) : null;
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = SiloName,
                    ApplicationProtocols = [new SslApplicationProtocol("Orleans1")],
                    ClientCertificateContext = certificate is null
                        ? null
                        : SslStreamCertificateContext.Create(certificate, null, offline: true),
                    RemoteCertificateValidationCallback = static (_, _, _, errors) => errors >= SslPolicyErrors.None,
                },
                TestContext.Current.CancellationToken);
            return await then(tls);
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return default;
        }
    }

    /// <summary>
    /// False if the other side closes, true if it waits. A silo waits for the greeting of whom it listens to, for ever;
    /// it takes two seconds to be sure, in which one that refuses has closed long since.
    /// </summary>
    internal static async Task<bool> HearsAsync(Stream stream)
    {
        var read = new byte[1];
        // The length of a greeting, and its beginning; to a listener for TLS, nonsense.
        await stream.WriteAsync(
            new byte[] { 100, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, TestContext.Current.CancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            return await stream.ReadAsync(read, end.Token) > 0;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }
}
