using System.Globalization;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bank.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Observability.Metrics;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>HTTPS with a certificate in files, as a certificate manager renews it.</summary>
public sealed partial class CertificateTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orchestrix-tls-");

    private DateTimeOffset _end;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_renewed_certificate_is_shown_without_a_restart(bool isMounted)
    {
        var first = Renew(isMounted);
        var port = FreePorts.Take(1)[0];
        await using var app = ClientApp.Build([
            "--environment=Production",
            "--Logging:Console:LogLevel:Default=None",
            $"--Kestrel:Endpoints:Web:Url=https://127.0.0.1:{port}",
            $"--Kestrel:Endpoints:Web:Certificate:Path={FileOf("tls.crt")}",
            $"--Kestrel:Endpoints:Web:Certificate:KeyPath={FileOf("tls.key")}",
            .. TestKey.Settings.Select(static one => $"--{one.Key}={one.Value}"),
        ]);
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal((first, "max-age=31536000"), await ShownAsync(port));
        var second = Renew(isMounted);
        Assert.NotEqual(first, second);
        await Until.TrueAsync(async () =>
        {
            try
            {
                return (await ShownAsync(port)).Thumbprint == second;
            }
            catch (HttpRequestException)
            {
                // The endpoint is opened again with the new certificate.
                return false;
            }
        });
        Assert.Equal(_end.ToUnixTimeSeconds(), await EndAsync(app));
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string FileOf(string name) => Path.Combine(_directory.FullName, name);

    /// <summary>The end of the certificate that the metrics tell.</summary>
    private static async Task<long> EndAsync(WebApplication app)
    {
        const string Metric = "orchestrix_certificate_expiry_timestamp_seconds{certificate=\"http\"} ";
        using var scraped = new MemoryStream();
        await app.Services.GetRequiredService<MeterBridge>()
            .WriteAsync(scraped, TestContext.Current.CancellationToken);
        var line = Assert.Single(
            Encoding.UTF8.GetString(scraped.ToArray()).Split('\n'),
            static line => line.StartsWith(Metric, StringComparison.Ordinal));
        return long.Parse(line[Metric.Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Writes a certificate that ends later than the one before; returns its thumbprint.</summary>
    private string Renew(bool isMounted)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        _end = _end == default ? now.AddHours(1) : _end.AddHours(1);
        using var certificate = new CertificateRequest("CN=bank.test", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddMinutes(-1), _end);
        (string Name, string Text)[] files =
            [("tls.key", key.ExportPkcs8PrivateKeyPem()), ("tls.crt", certificate.ExportCertificatePem())];
        if (isMounted)
            Mount(files);
        else
            Array.ForEach(files, one => Replace(FileOf(one.Name), path => File.WriteAllText(path, one.Text)));
        return certificate.Thumbprint;
    }

    /// <summary>
    /// As Kubernetes writes a secret: each file is a link into what <c>..data</c> is a link to, which alone changes.
    /// </summary>
    private void Mount((string Name, string Text)[] files)
    {
        var next = _directory.CreateSubdirectory($"..{Guid.NewGuid():N}");
        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(next.FullName, name), text);
            if (!File.Exists(FileOf(name)))
                File.CreateSymbolicLink(FileOf(name), Path.Combine("..data", name));
        }
        Replace(FileOf("..data"), path => File.CreateSymbolicLink(path, next.Name));
    }

    private static void Replace(string path, Action<string> write)
    {
        write(path + ".new");
        // File.Move takes a link to a directory for no file.
        Assert.Equal(0, Rename(path + ".new", path));
    }

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);

    /// <summary>The thumbprint of the certificate that a new connection sees, and the header for browsers.</summary>
    private static async Task<(string? Thumbprint, string StrictTransport)> ShownAsync(int port)
    {
        string? shown = null;
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    shown = certificate?.GetCertHashString();
                    return shown is not null;
                },
            },
        };
        using var http = new HttpClient(handler);
        using var response = await http.GetAsync(
            new Uri($"https://127.0.0.1:{port}/health/live"), TestContext.Current.CancellationToken);
        return (shown, Assert.Single(response.Headers.GetValues("Strict-Transport-Security")));
    }
}
