using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Replication;

/// <summary>A standby of a server with a certificate.</summary>
public sealed class VerifiedStandbyTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _folder = new();
    private LocalPostgres _primary = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder.Path);
        _primary = await LocalPostgres.StartAsync(await OptionsAsync("primary"), Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _primary.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_standby_follows_over_TLS_and_only_the_server_that_it_knows()
    {
        await using var standby = await _primary.StartStandbyAsync(
            await OptionsAsync("standby"), "standby", Cancelled);
        await using var superuser = NpgsqlDataSource.Create(_primary.SuperuserConnectionString);
        await using var encrypted = superuser.CreateCommand(
            "select count(*) from pg_stat_replication join pg_stat_ssl using (pid) where state = 'streaming' and ssl");
        await Until.TrueAsync(async () => (long?)await encrypted.ExecuteScalarAsync(Cancelled) == 1);

        await standby.StopAsync(Cancelled);
        var stranger = await LoopbackCertificate.WriteAsync(Path.Combine(_folder.Path, "stranger.crt"), daysLeft: 1);
        // Truncated, not replaced: the server's user stays its owner.
        await File.WriteAllTextAsync(
            Path.Combine(_primary.DataDirectory, "orchestrix-authority.crt"), stranger.CertificatePem, Cancelled);
        await standby.StartAgainAsync(Cancelled);

        await Until.TrueAsync(() => Directory.EnumerateFiles(Path.Combine(standby.DataDirectory, "log"))
            .Any(static log => Text(log).Contains("certificate verify failed", StringComparison.Ordinal)));
        Assert.Equal(0L, await encrypted.ExecuteScalarAsync(Cancelled));
    }

    [Fact]
    public async Task A_standby_without_a_certificate_is_refused()
    {
        var options = new LocalPostgresOptions { DataDirectory = Path.Combine(_folder.Path, "standby") };

        await Assert.ThrowsAsync<ConfigurationException>(
            () => _primary.StartStandbyAsync(options, "standby", Cancelled));

        Assert.False(Directory.Exists(options.DataDirectory));
    }

    // The server writes to it.
    private static string Text(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd();
    }

    private async Task<LocalPostgresOptions> OptionsAsync(string name) => new()
    {
        DataDirectory = Path.Combine(_folder.Path, name),
        Tls = await LoopbackCertificate.WriteAsync(Path.Combine(_folder.Path, $"{name}.crt"), daysLeft: 1),
    };
}
