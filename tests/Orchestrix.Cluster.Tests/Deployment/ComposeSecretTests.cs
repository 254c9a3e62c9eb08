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
        Assert.Matches("DATABASE_CAPACITY_BYTES=[1-9][0-9]{6,}$", Read(".env"));
    }

    [Fact]
    public async Task A_second_run_keeps_passwords_and_takes_the_whole_key_that_it_is_given()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_folder.Path);
        // As the file was made by hand.
        await File.WriteAllTextAsync(
            PathOf(".env"), "APP_PASSWORD=old\nDATABASE_CAPACITY_BYTES=5\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(PathOf(".env"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await MakeAsync("make-compose-secrets.sh", "secrets", "hash-1", "id-1", "end-1");
        var before = Directory.GetFiles(PathOf("secrets"))
            .Where(static one => !one.EndsWith("hash", StringComparison.Ordinal))
            .ToDictionary(static one => one, File.ReadAllText);

        await MakeAsync("make-compose-secrets.sh", "secrets", "hash-2", "id-2", "end-2");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf(".env")));
        Assert.Equal(
            $"APP_PASSWORD={Read("secrets", "application-password")}\nAPI_KEY_ID=id-2\nAPI_KEY_EXPIRES_AT=end-2\n"
            + "DATABASE_CAPACITY_BYTES=5",
            Read(".env"));
        Assert.Equal("hash-2", Read("secrets", "api-key-hash"));
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(PathOf("secrets", "api-key-hash")));
        Assert.All(before, static one => Assert.Equal(one.Value, File.ReadAllText(one.Key)));
    }

    [Fact]
    public async Task The_password_of_the_replica_is_in_no_environment_but_that_of_the_copying()
    {
        // The image's paths are another machine's; the programs say what they were given.
        var script = (await File.ReadAllTextAsync(
            Deployed.Path("compose", "postgres", "replica.sh"), TestContext.Current.CancellationToken))
            .Replace("/var/lib/postgresql/data", PathOf("data"), StringComparison.Ordinal)
            .Replace("/run/secrets", _folder.Path, StringComparison.Ordinal);
        Directory.CreateDirectory(PathOf("data"));
        await File.WriteAllTextAsync(
            PathOf("replication-password"), "s3cret-word", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(PathOf("replica.sh"), $"""
            pg_basebackup() (env > {PathOf("copying")})
            exec() (env > {PathOf("serving")})
            {script}
            """, TestContext.Current.CancellationToken);

        await RunAsync("bash", PathOf("replica.sh"));

        Assert.Contains("PGPASSWORD=s3cret-word", File.ReadLines(PathOf("copying")));
        Assert.DoesNotContain("s3cret-word", Read("serving"), StringComparison.Ordinal);
    }

    private string PathOf(params string[] parts) => Path.Combine([_folder.Path, .. parts]);

    private string Read(params string[] parts) => File.ReadAllText(PathOf(parts)).Trim();

    private Task MakeAsync(string script, string folder, params string[] arguments)
    {
        Directory.CreateDirectory(_folder.Path);
        return RunAsync("sh", [Deployed.Path("scripts", script), PathOf(folder), .. arguments]);
    }

    private static async Task RunAsync(string shell, params string[] arguments)
    {
        var info = new ProcessStartInfo(shell, arguments)
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
