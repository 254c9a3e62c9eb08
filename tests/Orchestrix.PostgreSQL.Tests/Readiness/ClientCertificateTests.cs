using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>A server that may ask for a certificate of its clients in place of a password.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_certificate_counts_where_it_is_asked_for_and_not_where_it_is_only_shown()
    {
        await using var server = await StartAsync();
        var login = new NpgsqlConnectionStringBuilder(server.ApplicationConnectionString)
        {
            SslCertificate = Path.Combine(_folder.Path, "client.crt"),
            SslKey = Path.Combine(_folder.Path, "client.key"),
        }.ConnectionString;

        await AllowAsync(server, "trust");
        await Until.TrueAsync(
            async () => (await RunAsync(login)).Evidence.Contains("accepted", StringComparison.Ordinal));
        Assert.Equal(CheckOutcome.Failed, (await RunAsync(login)).Outcome);

        await AllowAsync(server, "cert");
        await Until.TrueAsync(
            async () => (await RunAsync(login)).Evidence.Contains("28000", StringComparison.Ordinal));
        Assert.Equal(CheckOutcome.Passed, (await RunAsync(login)).Outcome);
    }

    private static async Task<CheckResult> RunAsync(string login) => (await Measured.RunAsync(login))
        .Single(static one => one.Check.Id == "security.database-authentication");

    private static async Task AllowAsync(LocalPostgres server, string method)
    {
        var access = Path.Combine(server.DataDirectory, "pg_hba.conf");
        var lines = (await File.ReadAllLinesAsync(access, Stop))
            .Where(static line => !line.Contains("orchestrix_app", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(access, lines.Prepend($"hostssl all orchestrix_app 127.0.0.1/32 {method}"), Stop);
        await using var superuser = NpgsqlDataSource.Create(server.SuperuserConnectionString);
        await using var reload = superuser.CreateCommand("select pg_reload_conf()");
        await reload.ExecuteNonQueryAsync(Stop);
    }

    private async Task<LocalPostgres> StartAsync()
    {
        Directory.CreateDirectory(_folder.Path);
        var (server, key) = Make("server");
        var (client, clientKey) = Make("orchestrix_app");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "server.crt"), server, Stop);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "client.crt"), client, Stop);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "client.key"), clientKey, Stop);
        var options = new LocalPostgresOptions
        {
            DataDirectory = Path.Combine(_folder.Path, "data"),
            Tls = new LocalPostgresTls(server, key, Path.Combine(_folder.Path, "server.crt")),
        };
        options.Settings["ssl_ca_file"] = Path.Combine(_folder.Path, "client.crt");
        return await LocalPostgres.StartAsync(options, Stop);
    }

    private static (string Certificate, string Key) Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(30));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
