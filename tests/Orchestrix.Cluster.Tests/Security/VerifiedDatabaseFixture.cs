using Bank.Cli.Topology;
using Npgsql;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>
/// A PostgreSQL with a certificate for 127.0.0.1 of the authority that its clients believe, or another.
/// </summary>
public sealed class VerifiedDatabaseFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orchestrix-verify-");
    private LocalPostgres? _server;
    private NpgsqlConnection? _superuser;

    internal CertificateAuthority Authority { get; } = new(TimeProvider.System, TimeSpan.FromHours(1));

    internal CertificateAuthority Stranger { get; } = new(TimeProvider.System, TimeSpan.FromHours(1));

    public LocalPostgres Server => _server!;

    public async ValueTask InitializeAsync()
    {
        var authority = Path.Combine(_directory.FullName, "ca.crt");
        await File.WriteAllTextAsync(authority, Authority.CertificatePem);
        var (certificate, key) = Authority.Issue("postgres", "127.0.0.1");
        _server = await LocalPostgres.StartAsync(new LocalPostgresOptions
        {
            DataDirectory = Path.Combine(_directory.FullName, "data"),
            Tls = new LocalPostgresTls(certificate, key, authority),
        });
        // Without TLS the server admits nobody, but who is in stays in.
        _superuser = new NpgsqlConnection(Believing(_server.SuperuserConnectionString));
        await _superuser.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_superuser is not null)
            await _superuser.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
            if (Directory.Exists(_server.DataDirectory))
                Directory.Delete(_server.DataDirectory, recursive: true);
        }
        Authority.Dispose();
        Stranger.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>Lets the server show another certificate, or speak no TLS if there is none.</summary>
    internal async Task ShowAsync((string Certificate, string Key)? shown)
    {
        var old = await ShownAsync();
        if (shown is { } one)
        {
            // Truncated, not replaced: the server's user stays their owner.
            await File.WriteAllTextAsync(Path.Combine(Server.DataDirectory, "orchestrix.crt"), one.Certificate);
            await File.WriteAllTextAsync(Path.Combine(Server.DataDirectory, "orchestrix.key"), one.Key);
        }
        foreach (var statement in (string[])
            [$"alter system set ssl = {(shown is null ? "off" : "on")}", "select pg_reload_conf()"])
        {
            await using var command = new NpgsqlCommand(statement, _superuser);
            await command.ExecuteNonQueryAsync();
        }
        await Until.TrueAsync(async () => await ShownAsync() != old);
    }

    /// <summary>The same connection without a pool and without looking at the certificate.</summary>
    private static string Believing(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        SslMode = SslMode.Prefer,
        RootCertificate = null,
        Pooling = false,
    }.ConnectionString;

    /// <summary>What new connections are shown.</summary>
    private async Task<string?> ShownAsync()
    {
        string? hash = null;
        var builder = new NpgsqlDataSourceBuilder(Believing(Server.SuperuserConnectionString));
        builder.UseSslClientAuthenticationOptionsCallback(options =>
            options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                (hash = certificate?.GetCertHashString()) is not null);
        await using var source = builder.Build();
        try
        {
            await using var connection = await source.OpenConnectionAsync();
        }
        // Without TLS, pg_hba.conf admits nobody over the network.
        catch (PostgresException)
        {
        }
        return hash;
    }
}
