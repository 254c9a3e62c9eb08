using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Npgsql;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>The scripts make what the composition mounts, and programs verify whom they connect to.</summary>
public sealed class ComposeSecretTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Connection_strings_verify_servers_whose_certificates_have_their_names()
    {
        await MakeAsync("make-cluster-certificates.sh", "tls");
        await MakeAsync("make-compose-secrets.sh", "secrets", "hash", "id", "end");

        foreach (var (file, host) in new[] { ("application", "pgbouncer"), ("owner", "postgres") })
        {
            var connection = new NpgsqlConnectionStringBuilder(Read("secrets", file));
            Assert.Equal((host, SslMode.VerifyFull), (connection.Host, connection.SslMode));
            Assert.Equal("/run/tls/ca.crt", connection.RootCertificate);
            Assert.Equal(Read("secrets", $"{file}-password"), connection.Password);
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(PathOf("tls", host, "tls.crt"));
            Assert.True(certificate.MatchesHostname(host, allowWildcards: false, allowCommonName: false));
            // Not for clients: with it nobody calls a silo.
            var uses = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages;
            Assert.Equal("1.3.6.1.5.5.7.3.1", Assert.Single(uses.Cast<System.Security.Cryptography.Oid>()).Value);
            Assert.Contains(
                $"./tls/{host}:/run/tls:ro",
                Deployed.Services[host]!["volumes"]!.AsArray().Select(static one => (string)one!));
        }
        Assert.Equal("verify-full", (string)Deployed.Services["pgbouncer"]!["environment"]!["SERVER_TLS_SSLMODE"]!);
        Assert.Contains(
            "ssl=on", Deployed.Services["postgres"]!["command"]!.AsArray().Select(static one => (string)one!));
    }

    [Fact]
    public async Task Each_secret_that_a_service_takes_is_made_for_one_user_alone()
    {
        await MakeAsync("make-compose-secrets.sh", "secrets", "hash", "id", "end");

        var defined = (JsonObject)Deployed.Compose["secrets"]!;
        var taken = Deployed.Services.SelectMany(static one => one.Value!["secrets"]?.AsArray() ?? [])
            .Select(static one => (string)one!).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(taken, defined.Select(static one => one.Key).Order(StringComparer.Ordinal));
        foreach (var (name, secret) in defined)
        {
            Assert.Equal($"./secrets/{name}", (string)secret!["file"]!);
            Assert.NotEmpty(Read("secrets", name));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(PathOf("secrets", name)));
        }
        var listed = File.ReadLines(Deployed.Path("compose", ".env.example"))
            .Where(static line => !line.StartsWith('#')).Select(static line => line.TrimEnd('='));
        Assert.Equal(listed, File.ReadLines(PathOf(".env")).Select(static line => line.Split('=')[0]));
    }

    private string PathOf(params string[] parts) => Path.Combine([_folder.Path, .. parts]);

    private string Read(params string[] parts) => File.ReadAllText(PathOf(parts)).Trim();

    private async Task MakeAsync(string script, string folder, params string[] arguments)
    {
        Directory.CreateDirectory(_folder.Path);
        var info = new ProcessStartInfo("sh", [Deployed.Path("scripts", script), PathOf(folder), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
    }
}
