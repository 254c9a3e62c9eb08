using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Diagnostics;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Readiness;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>A server with a certificate, as its clients and as readiness see it.</summary>
public sealed class DatabaseTlsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_with_a_certificate_is_verified_and_talks_in_secret_only()
    {
        await using var server = await StartAsync(daysLeft: 30);

        var results = await RunAsync(server.ApplicationConnectionString);

        Assert.All(results, static one => Assert.True(one.Outcome == CheckOutcome.Passed, one.Evidence));
        Assert.Contains("encrypted with TLSv1.3", results[0].Evidence, StringComparison.Ordinal);
        Assert.Equal("verified; 30 days left", results[1].Evidence);
        var plain = new NpgsqlConnectionStringBuilder(server.ApplicationConnectionString)
        {
            SslMode = SslMode.Disable,
            RootCertificate = null,
        };
        await using var refused = new NpgsqlConnection(plain.ConnectionString);
        var exception = await Assert.ThrowsAsync<PostgresException>(() => refused.OpenAsync(Stop));
        Assert.Equal(PostgresErrorCodes.InvalidAuthorizationSpecification, exception.SqlState);
    }

    [Fact]
    public async Task Encryption_without_verification_is_found()
    {
        await using var server = await StartAsync(daysLeft: 30);
        var believing = new NpgsqlConnectionStringBuilder(server.ApplicationConnectionString)
        {
            SslMode = SslMode.Require,
            RootCertificate = null,
        };

        var any = await RunAsync(believing.ConnectionString);

        Broken.Only("security.database-certificate", await FailedAsync(server), Measured.Failed(any));
        Assert.Equal("SSL Mode is Require: any server is believed", any[1].Evidence);
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_found()
    {
        await using var whole = await StartAsync(daysLeft: 15);
        await using var server = await StartAsync(daysLeft: 13);

        var soon = await RunAsync(server.ApplicationConnectionString);

        Broken.Only("security.database-certificate", await FailedAsync(whole), Measured.Failed(soon));
        Assert.Equal("verified; 13 days left", soon[1].Evidence);
    }

    [Fact]
    public async Task The_certificate_of_a_standby_counts_as_well()
    {
        await using var server = await StartAsync(daysLeft: 30);
        await using var standby = await StartAsync(daysLeft: 13);
        string[] authorities = [await AuthorityAsync(server), await AuthorityAsync(standby)];
        var path = Path.Combine(_folder.Path, "authorities.crt");
        // No session is with the second.
        var both = new NpgsqlConnectionStringBuilder(server.ApplicationConnectionString)
        {
            Host = $"127.0.0.1:{server.Port},127.0.0.1:{standby.Port}",
            RootCertificate = path,
        };

        await File.WriteAllLinesAsync(path, authorities, Stop);
        var soon = await RunAsync(both.ConnectionString);
        await File.WriteAllTextAsync(path, authorities[0], Stop);
        var stranger = await RunAsync(both.ConnectionString);
        await standby.StopAsync(Stop);
        var away = await RunAsync(both.ConnectionString);

        var whole = await FailedAsync(server);
        Broken.Only("security.database-certificate", whole, Measured.Failed(soon));
        Assert.Equal($"verified; 13 days left at 127.0.0.1:{standby.Port}, the first to end", soon[1].Evidence);
        Broken.Only("security.database-certificate", whole, Measured.Failed(stranger));
        Assert.Contains($"127.0.0.1:{standby.Port} is not of ", stranger[1].Evidence, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Unknown, away[1].Outcome);
        Assert.Equal(
            $"verified; 30 days left at 127.0.0.1:{server.Port}, the first to end; no handshake with "
                + $"127.0.0.1:{standby.Port}: SocketException", away[1].Evidence);

        static Task<string> AuthorityAsync(LocalPostgres server) => File.ReadAllTextAsync(
            new NpgsqlConnectionStringBuilder(server.ApplicationConnectionString).RootCertificate!, Stop);
    }

    [Fact]
    public async Task Metrics_tell_when_the_first_certificate_of_several_servers_ends()
    {
        await using var server = await StartAsync(daysLeft: 30);
        await using var standby = await StartAsync(daysLeft: 13);
        var both = new NpgsqlConnectionStringBuilder(server.ApplicationConnectionString)
        {
            Host = $"127.0.0.1:{server.Port},127.0.0.1:{standby.Port}",
        };
        await using var source = NpgsqlDataSource.Create(both.ConnectionString);
        using var instruments = new ServerInstruments();
        using var watch = new CertificateWatch(source, instruments, TimeProvider.System);

        var end = await watch.EndAsync(Stop);

        Assert.Equal(13, (end - TimeProvider.System.GetUtcNow())?.Days);
    }

    [Fact]
    public async Task A_session_of_the_application_that_is_not_encrypted_is_found()
    {
        await using var server = await StartAsync(daysLeft: 30);
        var whole = await FailedAsync(server);
        var access = Path.Combine(server.DataDirectory, "pg_hba.conf");
        await File.WriteAllTextAsync(access, (await File.ReadAllTextAsync(access, Stop))
            .Replace("hostssl ", "host ", StringComparison.Ordinal), Stop);
        await using (var superuser = NpgsqlDataSource.Create(server.SuperuserConnectionString))
        await using (var reload = superuser.CreateCommand("select pg_reload_conf()"))
            await reload.ExecuteNonQueryAsync(Stop);
        await using var plain = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.ApplicationConnectionString)
            {
                SslMode = SslMode.Disable,
                RootCertificate = null,
            }.ConnectionString);
        await Until.TrueAsync(async () => await TryOpenAsync(plain));

        Broken.Only("security.database-tls", whole, await FailedAsync(server));
    }

    // A setting that is reloaded arrives a little later.
    private static async Task<bool> TryOpenAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.OpenAsync(Stop);
            return true;
        }
        catch (PostgresException exception) when (
            exception.SqlState == PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_store_that_does_not_believe_the_server_says_so_and_sends_it_nothing()
    {
        await using var server = await StartAsync(daysLeft: 30);
        var stranger = await LoopbackCertificate.WriteAsync(Path.Combine(_folder.Path, "stranger.crt"), daysLeft: 1);
        var options = new PostgreSQLOptions
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(server.ApplicationConnectionString)
            {
                RootCertificate = stranger.AuthorityPath,
            }.ConnectionString,
            ReadDeadline = TimeSpan.FromSeconds(1),
        };
        await using var source = PostgreSQLDataSource.Create(options);
        var store = new PostgreSQLEventStore(
            source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);

        var refused = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => store.ReadHeadAsync(Stop));

        Assert.Equal(ErrorCodes.StoreUntrusted, refused.Code);
    }

    private async Task<LocalPostgres> StartAsync(int daysLeft)
    {
        Directory.CreateDirectory(_folder.Path);
        return await LocalPostgres.StartAsync(
            new LocalPostgresOptions
            {
                DataDirectory = Path.Combine(_folder.Path, $"data-{daysLeft}"),
                Tls = await LoopbackCertificate.WriteAsync(
                    Path.Combine(_folder.Path, $"authority-{daysLeft}.crt"), daysLeft),
            },
            Stop);
    }

    private static async Task<string[]> FailedAsync(LocalPostgres server) =>
        Measured.Failed(await RunAsync(server.ApplicationConnectionString));

    /// <summary>The checks of encryption and of the certificate.</summary>
    private static async Task<CheckResult[]> RunAsync(string connectionString) =>
    [
        .. (await Measured.RunAsync(connectionString))
            .Where(static one => one.Check == DatabaseChecks.Tls || one.Check == DatabaseChecks.Certificate),
    ];
}
